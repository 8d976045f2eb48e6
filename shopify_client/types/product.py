"""Defines products, as shoppers see them."""

from __future__ import annotations

from datetime import datetime

from shopify_client.types.base import Connection, Image, Node, Part
from shopify_client.types.collection import Collection
from shopify_client.types.variant import Variant


class ProductOptionValue(Part):
    id: str
    name: str


class ProductOption(Part):
    """`values` are those that variants have, `option_values` also those that none has."""

    id: str
    name: str
    position: int = 1
    values: list[str] = []
    option_values: list[ProductOptionValue] = []


class TaxonomyCategory(Part):
    """A node of Shopify's standard product taxonomy. `full_name` joins the names of the ancestors with " > "."""

    id: str
    name: str
    full_name: str = ""
    level: int = 0
    is_leaf: bool = True
    ancestor_ids: list[str] = []


class MediaPreview(Part):
    image: Image | None = None


class Media(Part):
    id: str
    media_content_type: str = ""
    alt: str | None = None
    preview: MediaPreview | None = None

    @property
    def url(self) -> str:
        return self.preview.image.url if self.preview and self.preview.image else ""


class Product(Node, tag="Product"):
    """`status` is ACTIVE, ARCHIVED, DRAFT or UNLISTED. Only `id` comes where it is a member of a collection."""

    legacy_resource_id: str = ""
    title: str = ""
    handle: str = ""
    description_html: str = ""
    status: str = ""
    vendor: str = ""
    product_type: str = ""
    category: TaxonomyCategory | None = None
    tags: list[str] = []
    created_at: datetime | None = None
    updated_at: datetime | None = None
    published_at: datetime | None = None
    total_inventory: int | None = None
    tracks_inventory: bool = True
    is_gift_card: bool = False
    has_only_default_variant: bool = False
    options: list[ProductOption] = []
    featured_media: Media | None = None
    variants: Connection[Variant] | None = None
    collections: Connection[Collection] | None = None
