"""Edits facilities, their groups and shipping methods in Django admin."""

from oms.admin.base import BUSY, GOOD, NEUTRAL, Admins, RecordAdmin, SettingsAdmin, SettingsInline, badge
from oms.models import Facility, FacilityGroup, FacilityGroupMember, PostalCode, ShipmentMethod

TYPE_COLOURS = {"WAREHOUSE": GOOD, "RETAIL_STORE": GOOD, "VIRTUAL": BUSY, "CONFIGURATION": NEUTRAL}


class FacilityAdmin(SettingsAdmin):
    list_display = (
        "name",
        "code",
        "external_id",
        "kind",
        "allow_brokering",
        "maximum_order_limit",
        "inventory_source",
    )
    list_filter = ("type", "status", "inventory_source", "allow_brokering")
    search_fields = ("code", "name", "external_id")
    kind = badge("type", TYPE_COLOURS)
    fieldsets = (
        (None, {"fields": (("code", "external_id"), ("name", "type"), ("latitude", "longitude"), "status")}),
        ("Brokering", {"fields": ("allow_brokering", ("maximum_order_limit", "days_to_ship"))}),
        ("Stock", {"fields": ("inventory_source",)}),
    )


class MemberInline(SettingsInline):
    model = FacilityGroupMember
    fields = ("facility", "sequence", "thru_at")
    autocomplete_fields = ("facility",)


class FacilityGroupAdmin(SettingsAdmin):
    list_display = ("name", "code", "type")
    list_filter = ("type",)
    search_fields = ("code", "name")
    inlines = (MemberInline,)


class FacilityGroupMemberAdmin(SettingsAdmin):
    list_display = ("facility", "group", "sequence", "from_at", "thru_at")
    list_select_related = ("facility", "group")
    autocomplete_fields = ("facility", "group")
    search_fields = ("facility__name", "facility__code", "group__name")


class ShipmentMethodAdmin(SettingsAdmin):
    list_display = ("name", "code", "delivery_days", "is_tracking_required")
    search_fields = ("code", "name")


class PostalCodeAdmin(RecordAdmin):
    list_display = ("code", "city", "region", "country", "latitude", "longitude")
    ordering = ("country", "code")
    search_fields = ("code__startswith",)
    search_help_text = "The beginning of the postal code"


ADMINS: Admins = {
    Facility: FacilityAdmin,
    FacilityGroup: FacilityGroupAdmin,
    FacilityGroupMember: FacilityGroupMemberAdmin,
    ShipmentMethod: ShipmentMethodAdmin,
    PostalCode: PostalCodeAdmin,
}
