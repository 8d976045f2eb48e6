"""Defines products, their variants, and the collections that group them."""

import html
import re
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from sandbox.state.base import Node, Record, Stamped

DEFAULT_OPTION = "Title"
DEFAULT_VALUE = "Default Title"
VALUES_MAX = 2048  # variants of a product, so that no option has more values


class TaxonomyCategory(Record, kw_only=True, gc=False):
    """Describes a node of Shopify's standard product taxonomy.

    `ancestor_ids` go from the root down to the parent.
    """

    id: str
    name: str
    full_name: str
    parent_id: str | None = None
    ancestor_ids: list[str] = []

    @property
    def gid(self) -> str:
        return f"gid://shopify/TaxonomyCategory/{self.id}"

    @property
    def level(self) -> int:
        return len(self.ancestor_ids) + 1


class OptionValue(Node, kw_only=True, gc=False):
    GID_TYPE: ClassVar[str] = "ProductOptionValue"
    name: str


class Option(Node, kw_only=True, gc=False):
    """Keeps `values` in the order of their position, also when renamed."""

    GID_TYPE: ClassVar[str] = "ProductOption"
    name: str
    position: int
    values: list[str]

    @property
    def option_values(self) -> list[OptionValue]:
        """Gives the values as nodes, each with the number of its place."""
        first = self.id * VALUES_MAX
        return [OptionValue(id=first + place, name=name) for place, name in enumerate(self.values)]


class Image(Node, kw_only=True, gc=False):
    GID_TYPE: ClassVar[str] = "MediaImage"
    url: str
    alt_text: str | None = None
    width: int = 1200
    height: int = 1500


class Product(Stamped, kw_only=True, gc=False):
    """Describes a product; `variant_ids` stand in the order of their position.

    `images[0]` is the featured one.
    """

    GID_TYPE: ClassVar[str] = "Product"
    title: str
    handle: str
    description_html: str = ""
    status: str = "ACTIVE"  # ACTIVE | ARCHIVED | DRAFT
    vendor: str = ""
    product_type: str = ""
    category_id: str | None = None  # key of Store.taxonomy
    tags: list[str] = []
    published_at: datetime | None = None
    is_gift_card: bool = False
    options: list[Option] = []
    images: list[Image] = []
    variant_ids: list[int] = []

    @property
    def description(self) -> str:
        """Reads the text of description_html without its tags."""
        return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", self.description_html).split()))

    @property
    def has_only_default_variant(self) -> bool:
        return [(option.name, option.values) for option in self.options] == [(DEFAULT_OPTION, [DEFAULT_VALUE])]


class Variant(Stamped, kw_only=True, gc=False):
    """Describes a variant; `option_values` lie beside the product's options.

    selectedOptions = zip(options' names, option_values).
    """

    GID_TYPE: ClassVar[str] = "ProductVariant"
    product_id: int
    inventory_item_id: int
    option_values: list[str]
    sku: str | None = None
    barcode: str | None = None
    price: Decimal
    compare_at_price: Decimal | None = None
    position: int = 1
    inventory_policy: str = "DENY"  # DENY | CONTINUE
    taxable: bool = True
    image_id: int | None = None

    @property
    def title(self) -> str:
        return " / ".join(self.option_values)


class Collection(Stamped, kw_only=True, gc=False):
    """Describes a manual collection; `product_ids` are in its manual order."""

    GID_TYPE: ClassVar[str] = "Collection"
    title: str
    handle: str
    description_html: str = ""
    sort_order: str = "MANUAL"
    product_ids: list[int] = []
