"""Finds or makes the buyer that a form describes."""

from sandbox.generator.customers import CITIES
from sandbox.pages.form_actions import Form
from sandbox.rules.errors import Refused
from sandbox.state.records import Address, Customer
from sandbox.state.store import Store

_STATES = {code: name for _city, name, code, _zip in CITIES}


def address_in(form: Form) -> Address:
    """Raises Refused when something is missing that a parcel needs."""
    wanted = {"address1": "street", "city": "city", "province": "state", "zip": "postal code"}
    absent = [name for key, name in wanted.items() if not form.text(key)]
    if absent:
        raise Refused(f"The address lacks {', '.join(absent)}", "INVALID", ["shippingAddress"])
    code = form.text("province").upper()
    return Address(
        first_name=form.text("first_name"),
        last_name=form.text("last_name"),
        address1=form.text("address1"),
        city=form.text("city"),
        province=_STATES.get(code, code),
        province_code=code,
        zip=form.text("zip"),
    )


def buyer(store: Store, form: Form, address: Address | None) -> Customer:
    """Finds the customer by e-mail address, or makes a new one."""
    email = form.text("email")
    if "@" not in email:
        raise Refused("An e-mail address is needed", "INVALID", ["email"])
    for known in store.customers.values():
        if (known.email or "").lower() == email.lower():
            return known
    now = store.clock.now()
    made = Customer(
        id=store.next_id("Customer"),
        created_at=now,
        updated_at=now,
        first_name=form.text("first_name"),
        last_name=form.text("last_name"),
        email=email,
        default_address=address,
    )
    store.add(made)
    return made
