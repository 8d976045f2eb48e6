"""Shows watermarks in Django admin.

They may be moved back by hand when something was missed.
"""

from django.contrib import admin

from integrations.windows.models import Watermark
from oms.admin.base import SettingsAdmin


@admin.register(Watermark)
class WatermarkAdmin(SettingsAdmin):
    list_display = ("job", "shop", "at")
    list_select_related = ("shop",)
    list_filter = ("shop",)
