"""A location stands for the same facility, whether connecting the shop met it first or the import did."""

import pytest

from integrations.shopify import locations
from integrations.shopify import shop as shop_of
from oms.models import Facility, FacilityStatus, Shop, ShopLocation
from tests.oms import factories

pytestmark = pytest.mark.django_db

ABOUT = {
    "shop": {"id": "gid://shopify/Shop/1", "name": "Demo", "currencyCode": "USD", "ianaTimezone": "America/New_York"},
    "currentAppInstallation": {"accessScopes": []},
}


def location(number: int, name: str, *, active: bool = True) -> dict[str, object]:
    return {
        "__typename": "Location",
        "id": f"gid://shopify/Location/{number}",
        "legacyResourceId": str(number),
        "name": name,
        "isActive": active,
        "fulfillsOnlineOrders": True,
        "isFulfillmentService": False,
        "address": {"latitude": 34.01, "longitude": -118.49},
    }


STORE = location(70000000005, "Santa Monica Store", active=False)


def listed(*found: dict[str, object]) -> dict[str, object]:
    return {"locations": {"nodes": list(found), "pageInfo": {"hasNextPage": False, "endCursor": None}}}


class Client:
    """Answers one document after the other."""

    def __init__(self, *answers: dict[str, object]) -> None:
        self.answers = list(answers)

    def execute(self, document, variables=None) -> dict[str, object]:
        return self.answers.pop(0)


def connect(shop: Shop, *found: dict[str, object]) -> None:
    assert shop_of.refresh(shop, Client(ABOUT, listed(*found))) == len(found)


def imported(shop: Shop, *found: dict[str, object]) -> None:
    locations.save(shop, locations.fetch(Client(listed(*found))))


@pytest.mark.parametrize("ways", [(connect, imported), (imported, connect)], ids=["connected", "imported"])
def test_either_way_first_gives_the_same_facility(ways) -> None:
    shop = factories.shop()
    before = set(Facility.objects.values_list("pk", flat=True))
    for meet in ways:
        meet(shop, STORE)
    facility = Facility.objects.exclude(pk__in=before).get()
    assert (facility.code, facility.status) == ("SANTA_MONICA_STORE", FacilityStatus.ARCHIVED)
    assert not facility.allow_brokering and facility.latitude == 34.01
    assert ShopLocation.objects.get().facility == facility


def test_a_code_that_is_taken_gets_the_shops_number() -> None:
    shops = [factories.shop(f"{name}.myshopify.com") for name in ("one", "two", "three")]
    for shop in shops:
        connect(shop, location(5, "Santa  Monica; Store"))
    codes = [ShopLocation.objects.get(shop=shop).facility.code for shop in shops]
    assert codes == ["SANTA_MONICA_STORE", "SANTA_MONICA_STORE_5", "SANTA_MONICA_STORE_5_2"]


def test_a_long_name_fits() -> None:
    shop = factories.shop()
    connect(shop, location(70000000006, "x" * 300), location(70000000007, "x" * 300))
    codes = sorted(place.facility.code for place in ShopLocation.objects.filter(shop=shop))
    assert all(len(code) <= 64 for code in codes) and len(set(codes)) == 2


def test_texts_that_no_column_can_hold_keep_no_shop_from_being_connected() -> None:
    shop = factories.shop()
    about = {**ABOUT, "shop": ABOUT["shop"] | {"name": "De\x00mo \ud83d"}}
    shop_of.refresh(shop, Client(about, listed(location(1, "Sto\x00re"))))
    shop.refresh_from_db()
    assert shop.name == "Demo \ufffd"
    assert ShopLocation.objects.get(shop=shop).name == "Store"
