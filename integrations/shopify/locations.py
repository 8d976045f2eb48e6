"""Keeps a shop's locations, and the facilities they stand for."""

import re
from collections.abc import Iterable
from itertools import chain, count

import msgspec

from integrations.shopify.ask import ask_for_all
from oms.models import Facility, FacilityStatus, FacilityType, InventorySource, Shop, ShopLocation
from shopify_client.client import Client
from shopify_client.types import Location

_PAGE = 100
_CODE_MAX = 64


def fetch(client: Client) -> list[Location]:
    """Every location, inactive ones too: history names them."""
    nodes = ask_for_all(client, "locations", {"first": _PAGE})
    return [msgspec.convert(node, Location, strict=False) for node in nodes]


def save(shop: Shop, locations: Iterable[Location]) -> int:
    """Keep the shop's locations; a new one gets a facility. Answer = facilities created.

    A facility's own settings belong to the operator from then on: only what the shop says of the location is renewed.
    Run inside a transaction; the shop is locked first, so that two readers don't both meet a location for the first
    time.
    """
    Shop.objects.select_for_update(no_key=True).get(pk=shop.pk)
    known = {location.gid: location for location in ShopLocation.objects.filter(shop=shop)}
    created = 0
    for location in locations:
        ours = known.get(location.id) or ShopLocation(shop=shop, gid=location.id)
        if ours.pk is None:
            ours.facility = _facility(location)
            created += 1
        ours.name = location.name
        ours.is_active = location.is_active
        ours.fulfills_online_orders = location.fulfills_online_orders
        ours.save()
    return created


def _facility(location: Location) -> Facility:
    address = location.address
    placed = address is not None and address.latitude is not None and address.longitude is not None
    return Facility.objects.create(
        code=_code(location),
        name=location.name,
        type=FacilityType.WAREHOUSE,
        latitude=address.latitude if address and placed else None,
        longitude=address.longitude if address and placed else None,
        allow_brokering=location.is_active and location.fulfills_online_orders,
        # Shopify counts the stock of its own locations until the operator says otherwise.
        inventory_source=InventorySource.SHOPIFY,
        status=FacilityStatus.ACTIVE if location.is_active else FacilityStatus.ARCHIVED,
    )


def _code(location: Location) -> str:
    """A facility id that people can read in files, from the name; with the shop's number where it is taken.

    Two stores may have the same number too (a copy of a store has it): then the next free one of that name.
    """
    number = location.legacy_resource_id or location.id.rpartition("/")[2]
    room = _CODE_MAX - len(number) - len("__999")
    plain = re.sub(r"[^A-Z0-9]+", "_", location.name.upper())[:room].strip("_") or number
    taken = set(Facility.objects.filter(code__startswith=plain).values_list("code", flat=True))
    numbered = f"{plain}_{number}"
    codes = chain([plain, numbered], (f"{numbered}_{copy}" for copy in count(2)))
    return next(code for code in codes if code not in taken)
