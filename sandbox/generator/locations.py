"""Makes two warehouses and three stores at addresses that exist."""

from datetime import datetime
from typing import NamedTuple

from sandbox.state.records import Address, Location
from sandbox.state.store import Store


class Place(NamedTuple):
    name: str
    is_store: bool
    street: str
    city: str
    state: tuple[str, str]
    zip: str
    position: tuple[float, float]


_JERSEY, _NEVADA, _YORK = ("New Jersey", "NJ"), ("Nevada", "NV"), ("New York", "NY")
_ILLINOIS, _CALIFORNIA = ("Illinois", "IL"), ("California", "CA")
PLACES = (
    Place("New Jersey Warehouse", False, "80 Northfield Ave", "Edison", _JERSEY, "08837", (40.5118, -74.3573)),
    Place("Nevada Warehouse", False, "1200 Greg St", "Sparks", _NEVADA, "89431", (39.5236, -119.7486)),
    Place("Soho Store", True, "121 Spring St", "New York", _YORK, "10012", (40.7237, -73.9986)),
    Place("Michigan Avenue Store", True, "605 N Michigan Ave", "Chicago", _ILLINOIS, "60611", (41.8929, -87.6239)),
    Place("Santa Monica Store", True, "1315 3rd St", "Santa Monica", _CALIFORNIA, "90401", (34.0163, -118.4973)),
)


def add_locations(store: Store, at: datetime) -> tuple[list[Location], list[Location]]:
    """Adds (warehouses, stores)."""
    made: tuple[list[Location], list[Location]] = ([], [])
    for place in PLACES:
        location = Location(
            id=store.next_id("Location"),
            created_at=at,
            updated_at=at,
            name=place.name,
            address=Address(
                company=store.shop.name,
                address1=place.street,
                city=place.city,
                province=place.state[0],
                province_code=place.state[1],
                zip=place.zip,
                phone="+12125550100",
                latitude=place.position[0],
                longitude=place.position[1],
            ),
        )
        store.add(location)
        made[place.is_store].append(location)
    return made
