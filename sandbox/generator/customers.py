"""Makes customers and their addresses."""

from datetime import datetime, timedelta
from random import Random

from sandbox.state.records import Address, Customer
from sandbox.state.store import Store

# City, state, code, an existing postal code of the city.
CITIES = (
    ("New York", "New York", "NY", "10001"),
    ("Brooklyn", "New York", "NY", "11201"),
    ("Albany", "New York", "NY", "12207"),
    ("Boston", "Massachusetts", "MA", "02108"),
    ("Cambridge", "Massachusetts", "MA", "02139"),
    ("Providence", "Rhode Island", "RI", "02903"),
    ("Hartford", "Connecticut", "CT", "06103"),
    ("Newark", "New Jersey", "NJ", "07102"),
    ("Philadelphia", "Pennsylvania", "PA", "19103"),
    ("Pittsburgh", "Pennsylvania", "PA", "15222"),
    ("Washington", "District of Columbia", "DC", "20001"),
    ("Atlanta", "Georgia", "GA", "30303"),
    ("Miami", "Florida", "FL", "33130"),
    ("Orlando", "Florida", "FL", "32801"),
    ("Charlotte", "North Carolina", "NC", "28202"),
    ("Nashville", "Tennessee", "TN", "37203"),
    ("Chicago", "Illinois", "IL", "60614"),
    ("Detroit", "Michigan", "MI", "48226"),
    ("Minneapolis", "Minnesota", "MN", "55401"),
    ("St. Louis", "Missouri", "MO", "63103"),
    ("Dallas", "Texas", "TX", "75201"),
    ("Austin", "Texas", "TX", "78701"),
    ("Houston", "Texas", "TX", "77002"),
    ("Denver", "Colorado", "CO", "80202"),
    ("Salt Lake City", "Utah", "UT", "84101"),
    ("Phoenix", "Arizona", "AZ", "85004"),
    ("Las Vegas", "Nevada", "NV", "89101"),
    ("Los Angeles", "California", "CA", "90015"),
    ("San Diego", "California", "CA", "92101"),
    ("San Francisco", "California", "CA", "94103"),
    ("Portland", "Oregon", "OR", "97205"),
    ("Seattle", "Washington", "WA", "98101"),
)
# Combined rates are simplified to one per state; states that are missing tax no clothing.
TAXES = {
    "NY": "0.08875", "MA": "0.0625", "RI": "0.07", "CT": "0.0635", "GA": "0.04", "FL": "0.06", "NC": "0.0475",
    "TN": "0.07", "IL": "0.0625", "MI": "0.06", "MO": "0.04225", "TX": "0.0825", "CO": "0.029", "UT": "0.0485",
    "AZ": "0.056", "NV": "0.0685", "CA": "0.0725", "WA": "0.065", "DC": "0.06",
}  # fmt: skip
_FIRST = (
    "Ada", "Ben", "Carla", "Daniel", "Elena", "Farid", "Grace", "Hugo", "Ines", "Jamal", "Kira", "Liam", "Maya",
    "Noah", "Olivia", "Pablo", "Quinn", "Rosa", "Sam", "Tomás", "Uma", "Victor", "Wen", "Ximena", "Yusuf", "Zoë",
)  # fmt: skip
_LAST = (
    "Anderson", "Brown", "Chen", "Díaz", "Evans", "Fischer", "Garcia", "Hughes", "Ivanov", "Johnson", "Kim", "Lopez",
    "Müller", "Nguyen", "O'Brien", "Patel", "Quintero", "Rossi", "Smith", "Taylor", "Umar", "Vance", "Williams",
    "Young",
)  # fmt: skip
_STREETS = (
    "Main St",
    "Oak Ave",
    "Maple Dr",
    "2nd St",
    "Park Ave",
    "Elm St",
    "Washington Blvd",
    "Lake Shore Dr",
    "Hill Rd",
)


def add_customers(store: Store, rng: Random, count: int, anchor: datetime) -> list[Customer]:
    return [_add_customer(store, rng, number, anchor) for number in range(1, count + 1)]


def address(rng: Random, first_name: str, last_name: str) -> Address:
    city, state, code, postal = rng.choice(CITIES)
    return Address(
        first_name=first_name,
        last_name=last_name,
        company="Byron & Sons" if rng.random() < 0.05 else None,
        address1=f"{rng.randint(1, 999)} {rng.choice(_STREETS)}",
        address2=f"Apt {rng.randint(1, 40)}" if rng.random() < 0.3 else None,
        city=city,
        province=state,
        province_code=code,
        zip=f"{postal}-{rng.randint(1000, 9999)}" if rng.random() < 0.1 else postal,
        phone=f"+1212555{rng.randint(100, 199):04}" if rng.random() < 0.4 else None,
    )


def _add_customer(store: Store, rng: Random, number: int, anchor: datetime) -> Customer:
    first, last = rng.choice(_FIRST), rng.choice(_LAST)
    at = anchor - timedelta(seconds=rng.randint(90 * 86_400, 900 * 86_400))
    has_phone = rng.random() < 0.5
    made = Customer(
        id=store.next_id("Customer"),
        created_at=at,
        updated_at=at,
        first_name=first,
        last_name=last,
        email=f"customer{number}@example.com" if rng.random() < 0.97 or not has_phone else None,
        phone=f"+1312555{number % 10_000:04}" if has_phone else None,
        tags=["vip"] if rng.random() < 0.05 else [],
        default_address=address(rng, first, last),
    )
    store.add(made)
    return made
