"""Shows stock in Django admin, and edits safety stock.

Only the ledger changes a level.
"""

from django.contrib import admin

from oms.admin.base import Admins, RecordAdmin, RecordInline, SettingsAdmin
from oms.admin.products import BY_PRODUCT
from oms.models import InventoryDetail, InventoryLevel, ProductFacility


class DetailInline(RecordInline):
    model = InventoryDetail
    fields = ("at", "reason", "qoh_diff", "atp_diff", "actor", "note")
    ordering = ("-id",)
    verbose_name_plural = "ledger"


class InventoryLevelAdmin(RecordAdmin):
    list_display = ("product", "sku", "facility", "qoh", "atp", "updated_at")
    list_select_related = ("product", "facility")
    ordering = ("-id",)
    search_fields = ("product__name", "product__sku")
    search_help_text = BY_PRODUCT
    inlines = (DetailInline,)

    @admin.display(description="SKU")
    def sku(self, row: InventoryLevel) -> str:
        return row.product.sku


class InventoryDetailAdmin(RecordAdmin):
    list_display = ("at", "product", "facility", "reason", "qoh_diff", "atp_diff", "actor", "note")
    list_select_related = ("level__product", "level__facility")
    list_filter = ("reason",)
    ordering = ("-id",)
    search_fields = ("level__product__name", "level__product__sku")
    search_help_text = BY_PRODUCT

    @admin.display(description="product")
    def product(self, row: InventoryDetail) -> str:
        return str(row.level.product)

    @admin.display(description="facility")
    def facility(self, row: InventoryDetail) -> str:
        return str(row.level.facility)


class ProductFacilityAdmin(SettingsAdmin):
    list_display = ("product", "facility", "minimum_stock", "allow_brokering", "allow_pickup")
    list_select_related = ("product", "facility")
    autocomplete_fields = ("product", "facility")
    search_fields = ("product__name", "product__sku")
    search_help_text = BY_PRODUCT
    ordering = ("-id",)


ADMINS: Admins = {
    InventoryLevel: InventoryLevelAdmin,
    InventoryDetail: InventoryDetailAdmin,
    ProductFacility: ProductFacilityAdmin,
}
