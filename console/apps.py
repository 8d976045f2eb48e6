from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate


class ConsoleConfig(AppConfig):
    name = "console"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from console.checks import every_page_declares_a_role
        from console.frame.roles import create_groups

        checks.register(every_page_declares_a_role)
        post_migrate.connect(create_groups, sender=self)
