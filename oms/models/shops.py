"""Defines shops, and maps their records to ours."""

from django.db import models
from django.db.models import Q

from oms.models.categories import ProductCategory
from oms.models.facilities import Facility
from oms.models.fields import Code, Gid, State, Text, created_at, one_of
from oms.models.products import Product
from oms.models.shipping import ShipmentMethod
from oms.models.stores import ProductStore


class Shop(models.Model):
    """One sales channel shop of a store. Its tokens are not here: the OMS talks to nobody."""

    domain = models.CharField(max_length=255, unique=True, help_text="for example my-store.myshopify.com")
    name = Text()
    store = models.ForeignKey(ProductStore, on_delete=models.PROTECT, related_name="shops")
    time_zone = models.CharField(max_length=64, default="UTC", db_default="UTC")
    currency = models.CharField(max_length=3, default="USD", db_default="USD", help_text="ISO 4217")
    is_active = models.BooleanField(default=True, db_default=True)
    created_at = created_at()

    class Meta:
        ordering = ["domain"]
        constraints = [
            models.CheckConstraint(condition=Q(domain__regex=r"^[a-z0-9.-]+$"), name="oms_shop_domain_lower"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="oms_shop_currency"),
        ]

    def __str__(self) -> str:
        return self.name or self.domain


class ShopLocation(models.Model):
    """A shop's location and the facility it stands for; no facility = not mapped yet."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="locations", db_index=False)
    gid = Gid()
    name = Text()
    facility = models.ForeignKey(
        Facility, on_delete=models.SET_NULL, null=True, blank=True, related_name="shop_locations"
    )
    is_active = models.BooleanField(default=True, db_default=True)
    fulfills_online_orders = models.BooleanField(default=True, db_default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "gid"], name="oms_shoplocation_key")]

    def __str__(self) -> str:
        return self.name or self.gid


class ShopProductKind(models.TextChoices):
    PRODUCT = "PRODUCT", "Product"
    VARIANT = "VARIANT", "Variant"


class ShopProduct(models.Model):
    """A shop's product or variant and the OMS product it stands for."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="products", db_index=False)
    gid = Gid()
    kind = State(choices=ShopProductKind)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="shop_products")
    inventory_item_gid = Code(help_text="empty for a product, which holds no stock")
    created_at = created_at()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shop", "gid"], name="oms_shopproduct_key"),
            models.UniqueConstraint(
                fields=["shop", "inventory_item_gid"],
                condition=~Q(inventory_item_gid=""),
                name="oms_shopproduct_inventory_item",
            ),
            one_of("kind", ShopProductKind),
        ]

    def __str__(self) -> str:
        return self.gid


class ShopCategory(models.Model):
    """A shop's collection and the category it stands for."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="categories", db_index=False)
    gid = Gid()
    category = models.ForeignKey(ProductCategory, on_delete=models.CASCADE, related_name="shop_categories")

    class Meta:
        verbose_name_plural = "shop categories"
        constraints = [models.UniqueConstraint(fields=["shop", "gid"], name="oms_shopcategory_key")]

    def __str__(self) -> str:
        return self.gid


class ShopShippingMethod(models.Model):
    """What a shop calls a shipping method at checkout, and the method we ship it by."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="shipping_methods", db_index=False)
    title = models.CharField(max_length=255)
    method = models.ForeignKey(ShipmentMethod, on_delete=models.PROTECT, related_name="shop_methods")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "title"], name="oms_shopshippingmethod_key")]

    def __str__(self) -> str:
        return self.title
