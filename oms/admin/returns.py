"""Shows returns in Django admin.

Jobs and webhooks keep them, so they are only read here.
"""

from oms.admin.base import Admins, RecordAdmin, RecordInline
from oms.admin.orders import BY_ORDER_NAME, OrderPartAdmin
from oms.models import ProductChange, ReturnHeader, ReturnItem


class ReturnItemInline(RecordInline):
    model = ReturnItem
    verbose_name_plural = "items"
    fields = ("product", "quantity", "price", "reason", "restock_type", "restock_status", "facility", "damaged_at")
    related = ("product", "facility")
    tab = True


class ReturnHeaderAdmin(OrderPartAdmin):
    list_display = ("name", "order", "status", "refunded", "returned_at")
    list_filter = ("status",)
    inlines = (ReturnItemInline,)


class ReturnItemAdmin(RecordAdmin):
    list_display = ("header", "product", "quantity", "reason", "restock_status", "facility")
    list_select_related = ("header", "product", "facility")
    list_filter = ("restock_status",)
    ordering = ("-id",)
    search_fields = ("header__order__name",)
    search_help_text = BY_ORDER_NAME


class ProductChangeAdmin(RecordAdmin):
    list_display = ("at", "product", "field", "old", "new", "actor")
    list_select_related = ("product",)
    ordering = ("-id",)
    search_fields = ("product__sku",)
    search_help_text = "Part of the SKU"


ADMINS: Admins = {
    ReturnHeader: ReturnHeaderAdmin,
    ReturnItem: ReturnItemAdmin,
    ProductChange: ProductChangeAdmin,
}
