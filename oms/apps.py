from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OmsConfig(AppConfig):
    name = "oms"
    verbose_name = "Order management"

    def ready(self) -> None:
        from oms import defaults

        post_migrate.connect(defaults.create, sender=self, dispatch_uid="oms.defaults")
