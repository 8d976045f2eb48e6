"""Names the columns of an order file."""

_PARTS = ("Name", "Address1", "Address2", "Company", "City", "Zip", "Province", "Province Name", "Country", "Phone")
_NAMES = (
    "Name", "Email", "Phone", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at", "Currency",
    "Subtotal", "Shipping", "Taxes", "Total", "Discount Code", "Discount Amount", "Shipping Method", "Created at",
    "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku", "Lineitem requires shipping",
    "Lineitem taxable", "Lineitem fulfillment status", "Lineitem discount", "Vendor", "Notes", "Note Attributes",
    "Cancelled at", "Payment Method", "Payment Reference", "Payment ID", "Refunded Amount", "Outstanding Balance",
    "Location", "Id", "Tags", "Risk Level", "Source",
    *(f"{kind} {part}" for kind in ("Billing", "Shipping") for part in _PARTS),
    *(f"Tax {place} {part}" for place in range(1, 6) for part in ("Name", "Value")),
)  # fmt: skip
# Known, and nothing that a store keeps or that doesn't follow from the other columns.
UNUSED = frozenset({
    "accepts marketing", "billing street", "shipping street", "lineitem compare at price", "employee", "device id",
    "receipt number", "duties", "payment terms name", "next payment due at", "payment references",
})  # fmt: skip
ALIASES = {name.lower(): name for name in _NAMES}
REQUIRED = ("Name", "Created at", "Financial Status", "Total", "Lineitem quantity", "Lineitem name", "Lineitem price")
