"""Lists orders that need a person under "Needs you"."""

from dataclasses import dataclass

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse

from console.frame.needs import Need, looks_for
from console.orders.filters import OrderFilters
from console.presentation.mapping_links import mapping_page
from oms.models import OrderException, OrderExceptionKind, Shop

MOST, MOST_COUNTED = 20, 10_000
OPEN = OrderException.objects.filter(resolved_at__isnull=True)


@dataclass(frozen=True)
class Waiting:
    """Orders of one shop that need a person.

    `kind` is what most of them have open; `cut`: there may be more.
    """

    shop: Shop
    count: int
    cut: bool
    kind: OrderExceptionKind
    mapping: str

    @property
    def url(self) -> str:
        return _list(self.shop, "1")

    @property
    def kind_url(self) -> str:
        return _list(self.shop, self.kind)


def _list(shop: Shop, look: str) -> str:
    return f"{reverse('console:orders')}?{OrderFilters(look=look, shop=str(shop.pk)).query}"


@looks_for(OPEN.order_by("order_id", "kind"))
def orders_to_look_at(request: HttpRequest, shop: Shop | None) -> list[Need]:
    """Makes one row per shop, from the first ten thousand open exceptions.

    Three queries for any number.
    """
    some = OPEN.order_by().values("pk")[: MOST_COUNTED + 1]
    found = OrderException.objects.filter(pk__in=some).order_by()
    many = Count("order_id", distinct=True)
    totals = dict(found.values_list("order__shop").annotate(many=many).order_by("-many")[:MOST])
    if not totals:
        return []
    kinds = dict(
        found.values_list("order__shop", "kind").annotate(many=many).order_by("many").values_list("order__shop", "kind")
    )
    shops = Shop.objects.in_bulk(totals)
    return [
        Need("console/orders/needs/orders.html", _waiting(request, shops[pk], count, kinds[pk]))
        for pk, count in totals.items()
        if pk in kinds  # else somebody has seen to them between two of the queries
    ]


def _waiting(request: HttpRequest, shop: Shop, count: int, kind: str) -> Waiting:
    unmapped = kind == OrderExceptionKind.UNKNOWN_SHIPPING_METHOD
    mapping = mapping_page(request.user, shop.pk) if unmapped else ""
    return Waiting(shop, count, count >= MOST_COUNTED, OrderExceptionKind(kind), mapping)
