"""Reads an order's buyer and addresses.

These cells stand in an order's first row only.
"""

from sandbox.files.row import Row
from sandbox.state.records import Address, Attribute, Customer, Location
from sandbox.state.store import Store

_COUNTRIES = {"US": "United States", "CA": "Canada", "GB": "United Kingdom", "AU": "Australia", "DE": "Germany"}


def address(row: Row, kind: str) -> Address | None:
    """Reads a Billing or Shipping address; None when its cells are empty."""
    cells = {part: row.text(f"{kind} {part}") for part in ("Name", "Address1", "Address2", "Company", "City", "Phone")}
    country, postal = row.text(f"{kind} Country"), row.code(f"{kind} Zip")
    if not any([*cells.values(), country, postal]):
        return None
    first, _, last = cells["Name"].partition(" ")
    code = row.text(f"{kind} Province")
    return Address(
        first_name=first,
        last_name=last,
        company=cells["Company"] or None,
        address1=cells["Address1"],
        address2=cells["Address2"] or None,
        city=cells["City"],
        province=row.text(f"{kind} Province Name") or code or None,
        province_code=code or None,
        country=_COUNTRIES.get(country, country),
        country_code=country,
        zip=postal,
        phone=row.code(f"{kind} Phone") or None,
    )


def customer(store: Store, row: Row, known: dict[str, Customer]) -> Customer | None:
    """Finds the buyer by e-mail address or phone number; fills `known`."""
    email, phone = row.text("Email"), row.code("Phone")
    key = email.lower() or phone
    if not key:
        return None
    at = row.moment("Created at")
    if key not in known and at is not None:
        home = address(row, "Shipping") or address(row, "Billing")
        known[key] = Customer(
            id=store.next_id("Customer"),
            created_at=at,
            updated_at=at,
            first_name=home.first_name if home else "",
            last_name=home.last_name if home else "",
            email=email or None,
            phone=phone or None,
            default_address=home,
        )
        store.add(known[key])
    return known[key]


def counter(store: Store, row: Row) -> Location | None:
    """Finds the shop that sold it; an unknown one is added."""
    name, at = row.text("Location"), row.moment("Created at")
    if not name or at is None:
        return None
    found = next((place for place in store.locations.values() if place.name == name), None)
    if found is None:
        found = Location(
            id=store.next_id("Location"), created_at=at, updated_at=at, name=name, address=Address(),
            fulfills_online_orders=False,
        )  # fmt: skip
        store.add(found)
    return found


def attributes(row: Row) -> list[Attribute]:
    """Reads `key: value` lines; one without a colon continues the last."""
    found: list[Attribute] = []
    for line in row.raw("Note Attributes").splitlines():
        key, colon, value = line.partition(":")
        if colon:
            found.append(Attribute(key=key.strip(), value=value.strip()))
        elif found and line.strip():
            found[-1].value = f"{found[-1].value}\n{line}"
    return found
