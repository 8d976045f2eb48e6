"""Edits stores, shops and their mappings in Django admin."""

from oms.admin.base import Admins, RecordAdmin, SettingsAdmin, SettingsInline
from oms.models import ProductStore, Shop, ShopCategory, ShopLocation, ShopShippingMethod


class ProductStoreAdmin(SettingsAdmin):
    list_display = ("name", "time_zone", "approval_rule", "allow_split", "auto_cancel_days", "reserve_inventory")
    search_fields = ("name",)
    fieldsets = (
        (None, {"fields": (("name", "time_zone"),)}),
        ("Approval", {"fields": (("approval_rule", "approval_tag"), "required_attributes")}),
        ("Orders", {"fields": ("allow_split", "auto_cancel_days")}),
        ("Pre-order", {"fields": ("hold_preorder_physical_inventory", "reserve_in_stock_of_mixed_cart")}),
        ("Stock", {"fields": ("reserve_inventory", "affect_qoh_on_rejection", "auto_damage_on_defective")}),
    )


class LocationInline(SettingsInline):
    model = ShopLocation
    fields = ("name", "gid", "facility", "is_active", "fulfills_online_orders")
    autocomplete_fields = ("facility",)
    tab = True


class ShippingMethodInline(SettingsInline):
    model = ShopShippingMethod
    fields = ("title", "method")
    autocomplete_fields = ("method",)
    tab = True


class ShopAdmin(SettingsAdmin):
    list_display = ("name", "domain", "store", "currency", "time_zone", "is_active")
    list_select_related = ("store",)
    search_fields = ("domain", "name")
    autocomplete_fields = ("store",)
    inlines = (LocationInline, ShippingMethodInline)


class ShopLocationAdmin(SettingsAdmin):
    list_display = ("name", "shop", "facility", "is_active", "fulfills_online_orders")
    list_select_related = ("shop", "facility")
    search_fields = ("name",)
    autocomplete_fields = ("shop", "facility")


class ShopShippingMethodAdmin(SettingsAdmin):
    list_display = ("title", "method", "shop")
    list_select_related = ("method", "shop")
    search_fields = ("title",)
    autocomplete_fields = ("shop", "method")


class ShopCategoryAdmin(RecordAdmin):
    list_display = ("gid", "category", "shop")
    list_select_related = ("category", "shop")
    ordering = ("-id",)


ADMINS: Admins = {
    ProductStore: ProductStoreAdmin,
    Shop: ShopAdmin,
    ShopLocation: ShopLocationAdmin,
    ShopShippingMethod: ShopShippingMethodAdmin,
    ShopCategory: ShopCategoryAdmin,
}
