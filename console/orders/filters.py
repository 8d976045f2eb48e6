"""Finding orders among hundreds of thousands: by number, status, customer, what needs a look. Pages by key.

A customer's e-mail never stands in an address: whoever looks for one is led to "orders of the customer of order N".
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Q, QuerySet

from console.lists.filters import Narrowing
from console.runs.recent import read_mark
from oms.models import OrderException, OrderExceptionKind, OrderHeader, OrderStatus
from oms.orders.names import named

# What no list shows of an order.
_LONG = ("note", "attributes", "source_digest", "customer_phone")


@dataclass(frozen=True)
class OrderFilters(Narrowing):
    """`like`: an order's id, of whose customer. `look`: "1" for all that need a person, or the kind of what is open."""

    LONGEST: ClassVar[int] = 100
    KNOWN: ClassVar[Mapping[str, Collection[str]]] = {
        "status": OrderStatus.values,
        "look": ("1", *OrderExceptionKind.values),
    }
    NUMBERS: ClassVar[Collection[str]] = ("like", "shop")

    q: str = ""
    status: str = ""
    look: str = ""
    like: str = ""
    shop: str = ""

    def apply(self, orders: QuerySet[OrderHeader]) -> QuerySet[OrderHeader]:
        if self.shop:
            orders = orders.filter(shop_id=int(self.shop))
        if self.status:
            orders = orders.filter(status=self.status)
        if self.look:
            waiting = OrderException.objects.filter(resolved_at__isnull=True)
            of_kind = waiting if self.look == "1" else waiting.filter(kind=self.look)
            orders = orders.filter(pk__in=of_kind.values("order_id"))
        if self.like:
            email = OrderHeader.objects.filter(pk=int(self.like)).values_list("customer_email", flat=True).first()
            orders = orders.filter(of_customer(email or ""))
        return orders.filter(_words(orders, self.q)) if self.q else orders


def of_customer(email: str) -> Q:
    """Orders of this e-mail, in whatever case; nobody's for none."""
    return Q(customer_email__iexact=email) & ~Q(customer_email="") if email else Q(pk__in=[])


def called(words: str, most: int = 3) -> list[OrderHeader]:
    """The newest orders of this number or name, with the little that a link needs."""
    if not words.strip("# "):
        return []
    orders = OrderHeader.objects.filter(named(words)).select_related("shop").only("name", "shop__name", "shop__domain")
    return list(orders.order_by("-id")[:most])


def _words(orders: QuerySet[OrderHeader], words: str) -> Q:
    """The order called exactly so; where there is none, all whose name holds the words."""
    return named(words) if orders.filter(named(words)).exists() else Q(name__icontains=words.lstrip("#"))


def page(filters: OrderFilters, before: str, size: int) -> tuple[list[OrderHeader], str]:
    """One page, newest first, and the mark from which the next goes on ("" = that was all)."""
    orders = filters.apply(OrderHeader.objects.all())
    if mark := read_mark(before):
        at, pk = mark
        older = Q(order_date__lt=at) | Q(order_date=at, pk__lt=pk)
        orders = orders.filter(older, order_date__lte=at)
    rows = orders.select_related("shop").defer(*_LONG)
    found = list(rows.order_by("-order_date", "-id")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return found[:size], f"{last.order_date.isoformat()}_{last.pk}" if last else ""


def to_look_at(orders: list[OrderHeader]) -> set[int]:
    """Which of them have something open that a person should look at."""
    waiting = OrderException.objects.filter(order__in=orders, resolved_at__isnull=True)
    return set(waiting.values_list("order_id", flat=True))
