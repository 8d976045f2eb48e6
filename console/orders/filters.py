"""The filters of the list of orders.

A customer's e-mail never stands in an address: a search for one leads to "orders of the customer of order N".
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Q, QuerySet

from console.lists.filters import Narrowing
from console.lists.paging import Key, Page
from oms.models import OrderException, OrderExceptionKind, OrderHeader, OrderStatus
from oms.orders.names import named

BY_DATE = Key("order_date")
# What no list shows of an order.
_LONG = ("note", "attributes", "source_digest", "customer_phone")


@dataclass(frozen=True)
class OrderFilters(Narrowing):
    """Filters of the list of orders.

    `like`: an order's id, of whose customer. `look`: "1" for all that need a person, or the kind of what is open.
    """

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


def _words(orders: QuerySet[OrderHeader], words: str) -> Q:
    """The order of exactly this name, else all whose name holds the words."""
    return named(words) if orders.filter(named(words)).exists() else Q(name__icontains=words.lstrip("#"))


def page(filters: OrderFilters, before: str, size: int) -> Page[OrderHeader]:
    """The newest matches after the mark `before`."""
    orders = filters.apply(OrderHeader.objects.select_related("shop").defer(*_LONG))
    return BY_DATE.page(orders, before, size)


def to_look_at(orders: list[OrderHeader]) -> set[int]:
    """The orders that have an open exception for a person."""
    waiting = OrderException.objects.filter(order__in=orders, resolved_at__isnull=True)
    return set(waiting.values_list("order_id", flat=True))
