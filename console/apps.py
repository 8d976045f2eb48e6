from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ConsoleConfig(AppConfig):
    name = "console"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from console import checks  # noqa: F401  (registers itself)
        from console.frame.roles import create_groups

        post_migrate.connect(create_groups, sender=self)
