"""Lists the exceptions of orders and products that a run raised."""

from dataclasses import dataclass, field
from itertools import chain, islice

from django.urls import reverse
from django.utils import timezone

from jobs.models import JobRun
from oms.models import OrderException, OrderExceptionKind, ProductException

_LISTED = 50


@dataclass(frozen=True)
class Look:
    """An exception, and where it is mended.

    `url` is the page of what it is about, "" when that has none; `solved`: nobody has to look any more. `unmapped`:
    what mends it is a shipping method of the shop that stands for one of ours.
    """

    kind: str
    reference: str
    url: str
    message: str
    solved: bool
    unmapped: bool = False


@dataclass(frozen=True)
class Raised:
    """The first fifty; `total` as the run counted them."""

    total: int = 0
    rows: list[Look] = field(default_factory=list)
    orders: bool = False

    @property
    def cut(self) -> bool:
        return self.total > len(self.rows)


def raised(run: JobRun) -> Raised:
    """Finds them in two queries; none for a run without warnings.

    An exception doesn't say which run it is of: its time and its shop do, so what a webhook raised in the same minutes
    stands among them.
    """
    total = int(run.counters.get("warnings", 0))
    if not total or run.dry or run.shop is None or run.started_at is None:
        return Raised()
    span = (run.started_at, run.finished_at or timezone.now())
    of_orders = OrderException.objects.filter(order__shop=run.shop, raised_at__range=span).select_related("order")
    of_products = ProductException.objects.filter(product__store=run.shop.store_id, raised_at__range=span)
    orders = [_of_order(exception) for exception in of_orders.order_by("id")[:_LISTED]]
    products = (_of_product(exception) for exception in of_products.select_related("product").order_by("id")[:_LISTED])
    return Raised(total, list(islice(chain(orders, products), _LISTED)), bool(orders))


def _of_order(one: OrderException) -> Look:
    url = reverse("console:order", args=[one.order_id])
    unmapped = one.kind == OrderExceptionKind.UNKNOWN_SHIPPING_METHOD
    return Look(one.get_kind_display(), str(one.order), url, one.message, one.resolved_at is not None, unmapped)


def _of_product(one: ProductException) -> Look:
    reference = one.product.sku or one.product.name or f"product {one.product_id}"
    return Look(one.get_kind_display(), reference, "", one.message, one.resolved_at is not None)
