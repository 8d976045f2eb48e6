"""Shows the raw tables of webhooks in Django admin, read-only.

What an operator may do with an event is done on its page, and audited.
"""

from django.contrib import admin

from jobs.admin import RUN_COLOURS
from oms.admin.base import RecordAdmin, RecordInline, badge
from webhooks.models import ComplianceRequest, FailedTry, WebhookEvent


class FailedTryInline(RecordInline):
    model = FailedTry
    fields = ("at", "worker", "error")
    verbose_name_plural = "failed tries"
    tab = True


@admin.register(WebhookEvent)
class WebhookEventAdmin(RecordAdmin):
    list_display = ("id", "topic", "status", "shop", "size", "created_at", "finished_at")
    list_select_related = ("shop",)
    list_filter = ("state",)
    ordering = ("-id",)
    search_fields = ("webhook_id__exact", "event_id__exact")
    search_help_text = "The whole webhook id or event id"
    exclude = ("body", "digest")
    inlines = (FailedTryInline,)
    status = badge("state", RUN_COLOURS, "state")


@admin.register(ComplianceRequest)
class ComplianceRequestAdmin(RecordAdmin):
    list_display = ("shop", "duty", "received_at", "due_at", "done_at")
    list_select_related = ("shop",)
    list_filter = ("duty",)
    raw_id_fields = ("event",)
    ordering = ("-id",)
