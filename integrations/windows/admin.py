"""Shows watermarks in Django admin.

They may be moved back by hand when something was missed.
"""

from oms.admin.base import SettingsAdmin


class WatermarkAdmin(SettingsAdmin):
    list_display = ("job", "shop", "at")
    list_select_related = ("shop",)
    list_filter = ("shop",)
