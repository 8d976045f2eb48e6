from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "webhooks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from jobs.engine import kinds
        from webhooks import alert_rules, retention, topics, wake
        from webhooks.models import WebhookEvent

        kinds.register("webhook", WebhookEvent, drain=wake.TASK, queue=wake.QUEUE)
        retention.register()
        alert_rules.register()
        topics.hand_down()
