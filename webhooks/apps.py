from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "webhooks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hand down what the floors below keep lists of."""
        from integrations.shopify import subscriptions
        from jobs import retention, worker
        from jobs.alerts import rules
        from webhooks import alert_rules, watch_subscriptions
        from webhooks.kind import KIND
        from webhooks.retention import KEPT
        from webhooks.topics import subscribable
        from work import kinds

        kinds.hand_down([KIND])
        retention.hand_down(KEPT)
        rules.hand_down(alert_rules.FINDERS)
        worker.hand_down([watch_subscriptions.CHORE])
        subscriptions.hand_down(subscribable())
