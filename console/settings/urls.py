"""Addresses of settings."""

from django.urls import URLPattern, path

from console.settings import alerts, audit, calendars, health, shops, users

urlpatterns: list[URLPattern] = [
    path("settings/", shops.first, name="settings"),
    path("settings/shops/", shops.shops, name="shops"),
    path("settings/shops/<int:pk>/test/", shops.test, name="shop_test"),
    path("settings/calendars/", calendars.calendars, name="calendars"),
    path("settings/calendars/add/", calendars.add, name="calendar_add"),
    path("settings/calendars/<int:pk>/close/", calendars.close, name="calendar_close"),
    path("settings/closed/<int:pk>/reopen/", calendars.reopen, name="calendar_reopen"),
    path("settings/users/", users.users, name="users"),
    path("settings/users/<int:pk>/", users.change, name="user_change"),
    path("settings/alerts/", alerts.alerts, name="alerts"),
    path("settings/alerts/<int:pk>/", alerts.change, name="alert_change"),
    path("settings/audit/", audit.audit, name="audit"),
    path("settings/health/", health.health, name="health"),
]
