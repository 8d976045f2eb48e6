"""Lists the types and fields of protected customer data.

Level 1 opens customers and orders, level 2 also names, addresses, phone and email.
"""

from __future__ import annotations

from sandbox.access.caller import CUSTOMERS, NAMES_AND_ADDRESSES

LEVEL_OF_TYPE = {"Customer": CUSTOMERS, "Order": CUSTOMERS, "MailingAddress": NAMES_AND_ADDRESSES}

LEVEL_OF_FIELD = {
    (kind, field): NAMES_AND_ADDRESSES
    for kind, fields in {
        "Customer": ("firstName", "lastName", "displayName", "email", "phone", "defaultEmailAddress",
                     "defaultPhoneNumber", "defaultAddress", "addresses", "addressesV2"),
        "Order": ("email", "phone", "displayAddress", "shippingAddress", "billingAddress"),
        "FulfillmentOrder": ("destination",),
    }.items()
    for field in fields
}  # fmt: skip

DOCUMENTATION = "See https://shopify.dev/docs/apps/launch/protected-customer-data for more details."


def not_approved_for_type(kind: str) -> str:
    return f"This app is not approved to access the {kind} object. {DOCUMENTATION}"


def not_approved_for_field(field: str) -> str:
    return f"This app is not approved to use the {field} field. {DOCUMENTATION}"
