"""Compares products before and after, and keeps the fields that changed."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from oms.models import Product, ProductCategoryMember, ProductChange, ProductTag

_FIELDS = (
    "parent_id", "is_placeholder", "name", "description", "sku", "handle", "brand", "product_type", "image_url",
    "price", "compare_at_price", "weight", "weight_unit", "requires_shipping", "is_gift_card", "position", "status",
)  # fmt: skip
Picture = Mapping[int, Mapping[str, str]]


def picture(virtual: Iterable[int]) -> Picture:
    """The values of these products and of their variants, by pk, as texts. Three statements."""
    family = Product.objects.filter(Q(pk__in=virtual) | Q(parent_id__in=virtual))
    values_of: dict[int, dict[str, str]] = {}
    for row in family.values("pk", "discontinued_at", *_FIELDS):
        values = {field.removesuffix("_id"): _text(row[field]) for field in _FIELDS}
        values_of[row["pk"]] = values | {"discontinued": "yes" if row["discontinued_at"] else "no"}
    tags = ProductTag.objects.filter(product_id__in=values_of).order_by("tag").values_list("product_id", "tag")
    members = ProductCategoryMember.objects.filter(product_id__in=values_of, thru_at=None)
    categories = members.order_by("category__name").values_list("product_id", "category__name")
    for field, rows in (("tags", tags), ("categories", categories)):
        for pk, value in rows:
            values_of[pk][field] = f"{values_of[pk][field]}, {value}" if field in values_of[pk] else value
    return values_of


def keep_changes(before: Picture, after: Picture, actor: str) -> int:
    """Keep each value that is another one now, of the products that are in both; how many."""
    changes = [
        ProductChange(product_id=pk, field=field, old=old, new=new, actor=actor)
        for pk in sorted(before.keys() & after.keys())
        for field in sorted(before[pk].keys() | after[pk].keys())
        if (old := before[pk].get(field, "")) != (new := after[pk].get(field, ""))
    ]
    ProductChange.objects.bulk_create(changes)
    return len(changes)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
