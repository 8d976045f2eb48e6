"""Shows the catalogue in Django admin.

The shop and the jobs own it, so it is only read here.
"""

from typing import ClassVar

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from oms.admin.base import BUSY, GOOD, NEUTRAL, Admins, RecordAdmin, RecordInline, amount, badge, is_open
from oms.models import (
    GoodIdentification,
    Product,
    ProductCategory,
    ProductCategoryMember,
    ProductException,
    ProductFeature,
    ProductFeatureAppl,
    ProductFeatureType,
    ProductTag,
    ShopProduct,
)

STATUS_COLOURS = {"ACTIVE": GOOD, "DRAFT": BUSY, "ARCHIVED": NEUTRAL, "UNLISTED": NEUTRAL}
BY_PRODUCT = "Part of the product's name or SKU"


class VariantInline(RecordInline):
    model = Product
    fk_name = "parent"
    verbose_name_plural = "variants"
    fields = ("position", "variant", "sku", "price", "weight", "weight_unit", "requires_shipping", "status")
    readonly_fields = ("variant",)
    ordering = ("position", "id")
    tab = True

    @admin.display(description="variant")
    def variant(self, row: Product) -> str:
        address = reverse("admin:oms_product_change", args=[row.pk])
        return format_html('<a class="text-primary-600 dark:text-primary-500" href="{}">{}</a>', address, row)


class IdentificationInline(RecordInline):
    model = GoodIdentification
    verbose_name_plural = "identifiers"
    fields = ("type", "value")
    tab = True


class FeatureInline(RecordInline):
    model = ProductFeatureAppl
    verbose_name_plural = "features"
    fields = ("position", "feature_type", "feature", "kind")
    readonly_fields = ("feature_type",)
    related = ("feature__type",)
    ordering = ("position",)
    tab = True

    @admin.display(description="feature type")
    def feature_type(self, row: ProductFeatureAppl) -> str:
        return str(row.feature.type)


class TagInline(RecordInline):
    model = ProductTag
    verbose_name_plural = "tags"
    fields = ("tag",)
    tab = True


class MemberInline(RecordInline):
    model = ProductCategoryMember
    fields = ("category", "from_at", "thru_at")
    related = ("category",)
    verbose_name_plural = "categories"
    tab = True


class ShopProductInline(RecordInline):
    model = ShopProduct
    fields = ("shop", "gid", "kind", "inventory_item_gid")
    related = ("shop",)
    verbose_name_plural = "in shops"
    tab = True


class ExceptionInline(RecordInline):
    model = ProductException
    verbose_name_plural = "exceptions"
    fields = ("kind", "message", "raised_at", "resolved_at")
    tab = True


class ProductAdmin(RecordAdmin):
    list_display = ("__str__", "sku", "state", "role", "brand", "product_type", "cost", "parent")
    list_select_related = ("parent",)
    list_filter = ("status", "is_virtual", "is_variant", "is_placeholder", "is_gift_card")
    ordering = ("-id",)
    search_fields = ("name", "sku")
    search_help_text = BY_PRODUCT
    inlines = (
        VariantInline,
        IdentificationInline,
        FeatureInline,
        TagInline,
        MemberInline,
        ShopProductInline,
        ExceptionInline,
    )
    state = badge("status", STATUS_COLOURS, "status")
    cost = amount("price", "price")

    @admin.display(description="kind")
    def role(self, row: Product) -> str:
        if row.is_placeholder:
            return "Placeholder"
        return "Variant" if row.is_variant else "Product"

    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("name", "sku"),
                    ("status", "parent"),
                    ("brand", "product_type"),
                    ("handle", "position"),
                    "description",
                    "image_url",
                )
            },
        ),
        (
            "Sale and shipping",
            {
                "fields": (
                    ("price", "compare_at_price"),
                    ("weight", "weight_unit"),
                    ("requires_shipping", "is_gift_card", "has_inventory"),
                )
            },
        ),
        (
            "Record",
            {
                "fields": (
                    ("is_virtual", "is_variant", "is_placeholder"),
                    ("store", "discontinued_at"),
                    ("source_created_at", "source_updated_at"),
                    ("created_at", "updated_at"),
                )
            },
        ),
    )


class ProductPartAdmin(RecordAdmin):
    """A table of rows that belong to a product, found by the product's name or SKU."""

    search_fields: ClassVar[tuple[str, ...]] = ("product__name", "product__sku")
    search_help_text = BY_PRODUCT
    ordering = ("-id",)
    list_select_related: ClassVar[tuple[str, ...]] = ("product",)


class GoodIdentificationAdmin(ProductPartAdmin):
    list_display = ("type", "value", "product")
    list_filter = ("type",)
    search_fields = ("value__exact",)
    search_help_text = "The whole SKU, barcode or id"


class ProductTagAdmin(ProductPartAdmin):
    list_display = ("tag", "product")
    search_fields = ("tag__exact",)
    search_help_text = "The whole tag"


class ProductFeatureTypeAdmin(RecordAdmin):
    list_display = ("name",)
    search_fields = ("name",)


class ProductFeatureAdmin(RecordAdmin):
    list_display = ("name", "type")
    list_select_related = ("type",)
    ordering = ("type", "name")
    search_fields = ("name__exact",)
    search_help_text = "The whole name"


class ProductFeatureApplAdmin(ProductPartAdmin):
    list_display = ("product", "feature", "kind", "position")
    list_select_related = ("product", "feature")
    list_filter = ("kind",)


class ProductCategoryAdmin(RecordAdmin):
    list_display = ("name", "type", "parent", "store")
    list_select_related = ("parent", "store")
    list_filter = ("type",)
    ordering = ("-id",)
    search_fields = ("name",)


class ProductCategoryMemberAdmin(ProductPartAdmin):
    list_display = ("product", "category", "from_at", "thru_at")
    list_select_related = ("product", "category")


class ProductExceptionAdmin(ProductPartAdmin):
    list_display = ("kind", "product", "message", "raised_at", "open")
    list_filter = ("kind",)
    open = is_open()


class ShopProductAdmin(ProductPartAdmin):
    list_display = ("gid", "kind", "product", "shop")
    list_select_related = ("product", "shop")
    list_filter = ("kind",)


ADMINS: Admins = {
    Product: ProductAdmin,
    GoodIdentification: GoodIdentificationAdmin,
    ProductTag: ProductTagAdmin,
    ProductFeatureType: ProductFeatureTypeAdmin,
    ProductFeature: ProductFeatureAdmin,
    ProductFeatureAppl: ProductFeatureApplAdmin,
    ProductCategory: ProductCategoryAdmin,
    ProductCategoryMember: ProductCategoryMemberAdmin,
    ProductException: ProductExceptionAdmin,
    ShopProduct: ShopProductAdmin,
}
