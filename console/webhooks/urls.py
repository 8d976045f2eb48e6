"""Addresses of webhooks and customers' requests."""

from django.urls import URLPattern, path

from console.webhooks import event, privacy, webhooks

urlpatterns: list[URLPattern] = [
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/news/", webhooks.news, name="webhook_news"),
    path("webhooks/switch/", webhooks.switch, name="webhook_switch"),
    path("webhooks/seen/", webhooks.removal_seen, name="webhook_seen"),
    path("webhooks/dead/", event.group, name="webhook_group"),
    path("webhooks/<int:pk>/", event.event, name="webhook_event"),
    path("webhooks/<int:pk>/replay/", event.replay, name="webhook_replay"),
    path("webhooks/<int:pk>/ignore/", event.ignore, name="webhook_ignore"),
    path("webhooks/privacy/", privacy.privacy, name="privacy"),
    path("webhooks/privacy/<int:pk>/", privacy.duty, name="duty"),
    path("webhooks/privacy/<int:pk>/download/", privacy.download, name="duty_download"),
    path("webhooks/privacy/<int:pk>/done/", privacy.done, name="duty_done"),
]
