"""Names the columns of a product file, all in lower case.

Shopify's older and newer exports call them differently.
"""

_NAMES = {
    "Handle": ("url handle",),
    "Title": (),
    "Body (HTML)": ("description",),
    "Vendor": (),
    "Product Category": (),
    "Type": (),
    "Tags": (),
    "Published": ("published on online store",),
    "Status": (),
    "Collection": (),
    "Option1 Name": (),
    "Option1 Value": (),
    "Option2 Name": (),
    "Option2 Value": (),
    "Option3 Name": (),
    "Option3 Value": (),
    "Variant SKU": ("sku",),
    "Variant Grams": ("weight value (grams)",),
    "Variant Weight Unit": ("weight unit for display",),
    "Variant Inventory Tracker": ("inventory tracker",),
    "Variant Inventory Qty": ("inventory quantity",),
    "Variant Inventory Policy": ("continue selling when out of stock",),
    "Variant Price": ("price",),
    "Variant Compare At Price": ("compare-at price",),
    "Variant Requires Shipping": ("requires shipping",),
    "Variant Taxable": ("charge tax",),
    "Variant Barcode": ("barcode",),
    "Variant Image": ("variant image url",),
    "Image Src": ("product image url",),
    "Image Position": (),
    "Image Alt Text": (),
    "Gift Card": (),
    "Cost per item": (),
}
ALIASES = {alias: name for name, others in _NAMES.items() for alias in (name.lower(), *others)}
REQUIRED = ("Handle", "Title", "Variant Price")
# Columns that a store keeps nothing of.
UNUSED = (
    "variant fulfillment service", "fulfillment service", "variant tax code", "tax code", "seo ", "google shopping /",
)  # fmt: skip
