"""Shows the calls that left the system in Django admin."""

from django.contrib import admin

from integrations.effects.effect_kind import EffectKind
from integrations.effects.models import Effect
from oms.admin.base import BAD, BUSY, GOOD, WARN, RecordAdmin, badge

COLOURS = {"INTENDED": BUSY, "SENT": WARN, "CONFIRMED": GOOD, "REFUSED": BAD}


class EffectAdmin(RecordAdmin):
    list_display = ("key", "change", "status", "shop", "sent", "made_by", "created_at", "ended_at")
    list_select_related = ("shop",)
    list_filter = ("state",)
    ordering = ("-id",)
    search_fields = ("key__startswith",)

    @admin.display(description="change", ordering="kind")
    def change(self, row: Effect) -> str:
        return EffectKind.label_of(row.kind)

    status = badge("state", COLOURS, "state")
