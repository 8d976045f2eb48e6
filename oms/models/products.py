"""Defines products: a virtual product and its variants.

And what identifies them, and what is wrong with them.
"""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now, Upper

from oms.models.fields import Code, State, Text, created_at, money, not_negative, one_of
from oms.models.stores import ProductStore


class ProductStatus(models.TextChoices):
    ACTIVE = "ACTIVE", "Active"
    DRAFT = "DRAFT", "Draft"
    ARCHIVED = "ARCHIVED", "Archived"
    UNLISTED = "UNLISTED", "Unlisted"


class Product(models.Model):
    """A virtual product (is_virtual) or one of its variants (is_variant, `parent` = the virtual product).

    A placeholder stands for a variant that an order named before the catalogue did; it has no parent until the next
    product import fills it. Times `source_*` are the sales channel's own.
    """

    store = models.ForeignKey(ProductStore, on_delete=models.PROTECT, related_name="products", db_index=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="variants")
    is_virtual = models.BooleanField(default=False, db_default=False)
    is_variant = models.BooleanField(default=False, db_default=False)
    is_placeholder = models.BooleanField(default=False, db_default=False)
    name = Text()
    description = Text(help_text="as the channel holds it, HTML; never rendered as such")
    sku = Code(
        verbose_name="SKU", help_text="as the channel tells it; the identification of type SKU is the one that counts"
    )
    handle = Code()
    brand = Text(help_text="the channel's vendor")
    product_type = Code()
    image_url = Text(verbose_name="image URL")
    price = money(null=True)
    compare_at_price = money(null=True)
    weight = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    weight_unit = models.CharField(
        max_length=12, default="", db_default="", blank=True, help_text="GRAMS, KILOGRAMS, OUNCES or POUNDS"
    )
    requires_shipping = models.BooleanField(default=True, db_default=True)
    is_gift_card = models.BooleanField(default=False, db_default=False)
    has_inventory = models.BooleanField(default=True, db_default=True, help_text="off for gift cards")
    position = models.IntegerField(default=0, db_default=0, help_text="among the variants of the product")
    status = State(choices=ProductStatus, default=ProductStatus.ACTIVE, db_default=ProductStatus.ACTIVE.value)
    discontinued_at = models.DateTimeField(null=True, blank=True)
    source_created_at = models.DateTimeField(null=True, blank=True)
    source_updated_at = models.DateTimeField(null=True, blank=True)
    created_at = created_at()
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            one_of("status", ProductStatus),
            not_negative("price", "compare_at_price", "weight"),
            models.CheckConstraint(
                condition=~Q(is_virtual=True, is_variant=True), name="oms_product_virtual_or_variant"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | Q(is_variant=True), name="oms_product_parent_of_variant"
            ),
        ]
        indexes = [
            # Those that the shop deleted, to be found again by their SKU.
            models.Index(
                fields=["store", "sku"],
                condition=Q(is_variant=True, discontinued_at__isnull=False),
                name="oms_product_gone_sku",
            ),
            GinIndex(
                OpClass(Upper("name"), "gin_trgm_ops"), OpClass(Upper("sku"), "gin_trgm_ops"), name="oms_product_search"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.sku or f"Product {self.pk}"


class IdentificationType(models.TextChoices):
    SKU = "SKU", "SKU"
    UPCA = "UPCA", "Barcode (UPC, EAN)"
    SHOPIFY_PROD_ID = "SHOPIFY_PROD_ID", "Shopify id"
    ERP_ID = "ERP_ID", "ERP id"


class GoodIdentification(models.Model):
    """One identifier of a product. A SKU belongs to one product of a store; a barcode may repeat."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="identifications", db_index=False)
    store = models.ForeignKey(ProductStore, on_delete=models.PROTECT, db_index=False, related_name="+")
    type = State(choices=IdentificationType)
    value = models.CharField(max_length=255)

    class Meta:
        verbose_name = "product identifier"
        constraints = [
            models.UniqueConstraint(fields=["product", "type"], name="oms_goodidentification_key"),
            models.UniqueConstraint(
                fields=["store", "value"], condition=Q(type="SKU"), name="oms_goodidentification_sku"
            ),
            models.CheckConstraint(condition=~Q(value=""), name="oms_goodidentification_value"),
            one_of("type", IdentificationType),
        ]
        indexes = [models.Index(fields=["value", "type"], name="oms_goodidentification_find")]

    def __str__(self) -> str:
        return f"{self.type} {self.value}"


class ProductTag(models.Model):
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="tags", db_index=False)
    tag = models.CharField(max_length=255)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "tag"], name="oms_producttag_key")]
        indexes = [models.Index(fields=["tag"], name="oms_producttag_tag")]

    def __str__(self) -> str:
        return self.tag


class ProductExceptionKind(models.TextChoices):
    DUPLICATE_SKU = "DUPLICATE_SKU", "SKU already used by another variant"
    PLACEHOLDER = "PLACEHOLDER", "Ordered before it was in the catalogue"


class ProductException(models.Model):
    """Something about a product that a person should look at; open until `resolved_at`."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="exceptions")
    kind = State(choices=ProductExceptionKind)
    message = Text()
    raised_at = models.DateTimeField(db_default=Now())
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product", "kind"], condition=Q(resolved_at__isnull=True), name="oms_productexception_open"
            ),
            one_of("kind", ProductExceptionKind),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
