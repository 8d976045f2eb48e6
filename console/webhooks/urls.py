"""Addresses of webhooks and customers' requests."""

from django.urls import URLPattern, path

from console.webhooks import event, event_actions, privacy, topic_actions, webhooks

urlpatterns: list[URLPattern] = [
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/news/", webhooks.news, name="webhook_news"),
    path("webhooks/switch/", topic_actions.switch, name="webhook_switch"),
    path("webhooks/seen/", topic_actions.removal_seen, name="webhook_seen"),
    path("webhooks/dead/", event_actions.group, name="webhook_group"),
    path("webhooks/<int:pk>/", event.event, name="webhook_event"),
    path("webhooks/<int:pk>/replay/", event_actions.replay, name="webhook_replay"),
    path("webhooks/<int:pk>/ignore/", event_actions.ignore, name="webhook_ignore"),
    path("webhooks/privacy/", privacy.privacy, name="privacy"),
    path("webhooks/privacy/<int:pk>/", privacy.duty, name="duty"),
    path("webhooks/privacy/<int:pk>/download/", privacy.download, name="duty_download"),
    path("webhooks/privacy/<int:pk>/done/", privacy.done, name="duty_done"),
]
