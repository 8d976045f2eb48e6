"""Compares the names of orders, with or without their #."""

from django.db.models import Q

from oms.models import OrderHeader


def bare(name: str) -> str:
    """Without the sign that people leave away: `1001` of `#1001`."""
    return name.strip().lstrip("#")


def named(name: str) -> Q:
    """Orders called exactly so, in whatever case: `1001` is also `#1001`."""
    return Q(name__iexact=bare(name)) | Q(name__iexact=f"#{bare(name)}")


def called(words: str, most: int = 3) -> list[OrderHeader]:
    """The newest orders of this number or name, with the little that a link needs."""
    if not words.strip("# "):
        return []
    orders = OrderHeader.objects.filter(named(words)).select_related("shop").only("name", "shop__name", "shop__domain")
    return list(orders.order_by("-id")[:most])
