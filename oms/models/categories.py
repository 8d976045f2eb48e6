"""Defines categories: collections, product types, the taxonomy, pre-sell."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from oms.models.fields import Code, State, Text, one_of
from oms.models.products import Product
from oms.models.stores import ProductStore


class CategoryType(models.TextChoices):
    COLLECTION = "COLLECTION", "Collection"
    PRODUCT_TYPE = "PRODUCT_TYPE", "Product type"
    TAXONOMY = "TAXONOMY", "Taxonomy"
    PREORDER = "PREORDER", "Pre-order"
    BACKORDER = "BACKORDER", "Back-order"


class ProductCategory(models.Model):
    """A set of products of a store.

    `key` makes (store, type, key) the natural key: a collection's or taxonomy category's gid, a product type's text,
    '' for the pre-sell categories, of which a store has one each.
    """

    store = models.ForeignKey(ProductStore, on_delete=models.PROTECT, related_name="categories", db_index=False)
    type = State(choices=CategoryType)
    key = Code()
    name = Text()
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")

    class Meta:
        verbose_name_plural = "product categories"
        constraints = [
            models.UniqueConstraint(fields=["store", "type", "key"], name="oms_productcategory_key"),
            one_of("type", CategoryType),
        ]

    def __str__(self) -> str:
        return self.name or self.key


class ProductCategoryMember(models.Model):
    """A product's membership, from a moment until another (empty = still)."""

    category = models.ForeignKey(ProductCategory, on_delete=models.CASCADE, related_name="members")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="memberships", db_index=False)
    from_at = models.DateTimeField(db_default=Now())
    thru_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product", "category"],
                condition=Q(thru_at__isnull=True),
                name="oms_productcategorymember_open",
            ),
            models.CheckConstraint(
                condition=Q(thru_at__isnull=True) | Q(thru_at__gte=F("from_at")),
                name="oms_productcategorymember_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} in {self.category_id}"
