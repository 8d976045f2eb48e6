"""Calls that left the system, in Django admin: to be read."""

from oms.admin.base import BAD, BUSY, GOOD, WARN, RecordAdmin, badge

COLOURS = {"INTENDED": BUSY, "SENT": WARN, "CONFIRMED": GOOD, "REFUSED": BAD}


class EffectAdmin(RecordAdmin):
    list_display = ("key", "kind", "status", "shop", "sent", "made_by", "created_at", "ended_at")
    list_select_related = ("shop",)
    list_filter = ("state",)
    ordering = ("-id",)
    search_fields = ("key__startswith",)
    status = badge("state", COLOURS, "state")
