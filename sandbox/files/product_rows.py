"""Reads the rows of one product as a draft.

The first row has the product's own cells. Each row with a price is a variant; a row may hold nothing but one more
image.
"""

from sandbox.builders.products import ProductDraft, VariantDraft
from sandbox.files.row import Row
from sandbox.state.records import DEFAULT_OPTION, DEFAULT_VALUE

_UNITS = {"g": ("GRAMS", 1.0), "kg": ("KILOGRAMS", 1000.0), "oz": ("OUNCES", 28.349523125), "lb": ("POUNDS", 453.59237)}
_STATUSES = ("active", "archived", "draft")
_POLICIES = {"deny": "DENY", "false": "DENY", "continue": "CONTINUE", "true": "CONTINUE"}


def variant_rows(group: list[Row]) -> list[Row]:
    return [row for row in group if row.text("Variant Price")]


def draft_of(handle: str, group: list[Row], location_id: int) -> ProductDraft:
    head, rows = group[0], variant_rows(group)
    names = _option_names(head)
    variants: list[VariantDraft] = []
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        values = tuple(row.text(f"Option{place} Value") for place in range(1, len(names) + 1))
        if "" in values:
            raise row.wrong(f"Option{values.index('') + 1} Value", f"is empty, but {handle} has this option")
        if values in seen:
            raise row.wrong(
                "Option1 Value", f"{' / '.join(values) or handle} is the variant of line {seen[values]} again"
            )
        seen[values] = row.line
        variants.append(_variant(row, list(values), location_id))
    return ProductDraft(
        title=head.text("Title"),
        handle=handle,
        variants=variants,
        option_names=names,
        description_html=head.raw("Body (HTML)"),
        status=_choice(head, "Status", _STATUSES).upper(),
        vendor=head.text("Vendor"),
        product_type=head.text("Type"),
        tags=[tag.strip() for tag in head.text("Tags").split(",") if tag.strip()],
        is_gift_card=head.flag("Gift Card"),
        image_urls=_images(group),
    )


def _option_names(head: Row) -> list[str]:
    """Reads the options; None when Shopify made the one up."""
    names = [name for place in (1, 2, 3) if (name := head.text(f"Option{place} Name"))]
    if names == [DEFAULT_OPTION] and head.text("Option1 Value") == DEFAULT_VALUE:
        return []
    return names


def _variant(row: Row, values: list[str], location_id: int) -> VariantDraft:
    unit, grams = _UNITS[_choice(row, "Variant Weight Unit", tuple(_UNITS))]
    tracked = bool(row.text("Variant Inventory Tracker"))
    return VariantDraft(
        values=values,
        price=row.money("Variant Price"),
        compare_at_price=row.money("Variant Compare At Price") if row.text("Variant Compare At Price") else None,
        sku=row.code("Variant SKU") or None,
        barcode=row.code("Variant Barcode") or None,
        weight=round(float(row.decimal("Variant Grams")) / grams, 4),
        weight_unit=unit,
        requires_shipping=row.flag("Variant Requires Shipping", True),
        tracked=tracked,
        taxable=row.flag("Variant Taxable", True),
        policy=_POLICIES[_choice(row, "Variant Inventory Policy", tuple(_POLICIES))],
        unit_cost=row.money("Cost per item") if row.text("Cost per item") else None,
        image_url=row.text("Variant Image") or None,
        stock={location_id: row.count("Variant Inventory Qty")},
    )


def _choice(row: Row, column: str, choices: tuple[str, ...]) -> str:
    """Reads one of the choices, the first for an empty cell."""
    text = row.text(column).lower()
    if text and text not in choices:
        raise row.wrong(column, f"{text!r} is none of {', '.join(choices)}")
    return text or choices[0]


def _images(group: list[Row]) -> list[tuple[str, str | None]]:
    """Lists (address, alternative text) by position; those without come last.

    So do images of variants alone.
    """
    found: dict[str, tuple[int, str | None]] = {}
    for row in group:
        url = row.text("Image Src")
        if url and url not in found:
            found[url] = (row.count("Image Position", len(group) + 1), row.text("Image Alt Text") or None)
    for row in group:
        url = row.text("Variant Image")
        if url and url not in found:
            found[url] = (2 * len(group), None)
    ordered = sorted(found.items(), key=lambda entry: entry[1][0])
    return [(url, alt) for url, (_position, alt) in ordered]
