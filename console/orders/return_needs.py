"""Lists returned units without a facility under "Needs you"."""

from dataclasses import dataclass

from django.db.models import Count, Sum
from django.http import HttpRequest

from console.frame.needs import Need, looks_for
from console.presentation.mapping_links import places_page
from oms.models import RestockStatus, ReturnItem, Shop

MOST, MOST_COUNTED = 20, 10_000
# Where the shop named no location, mapping one helps nobody.
WAITING = ReturnItem.objects.filter(restock_status=RestockStatus.PENDING_LOCATION).exclude(location_gid="")


@dataclass(frozen=True)
class Placeless:
    """Units that came back to locations of the shop without a facility.

    `cut`: there may be more.
    """

    shop: Shop
    units: int
    cut: bool
    mapping: str


@looks_for(WAITING.order_by("header_id"))
def units_without_a_place(request: HttpRequest, shop: Shop | None) -> list[Need]:
    """Makes one row per shop, from the first ten thousand waiting items.

    Two queries for any number.
    """
    some = WAITING.order_by().values("pk")[: MOST_COUNTED + 1]
    found = ReturnItem.objects.filter(pk__in=some).order_by().values_list("header__order__shop")
    totals = list(found.annotate(units=Sum("quantity"), items=Count("pk")).order_by("-units")[:MOST])
    shops = Shop.objects.in_bulk([pk for pk, _, _ in totals])
    cut = sum(items for _, _, items in totals) > MOST_COUNTED
    return [
        Need("console/orders/needs/returned.html", Placeless(shops[pk], units, cut, places_page(request.user, pk)))
        for pk, units, _ in totals
    ]
