from django.apps import AppConfig, apps
from django.core import checks

_CLOCK_ROWS = {"ClockedSchedule": ("clocked_time",), "PeriodicTask": ("start_time", "expires")}


class JobsConfig(AppConfig):
    name = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from jobs import worker
        from jobs.checks import catalogue
        from jobs.engine import wake
        from jobs.models.moments import validate
        from work import kinds

        checks.register(catalogue)
        worker.connect()
        kinds.hand_down([wake.KIND])
        # Their tables have our constraint; with this their forms say why before the database does.
        for model, names in _CLOCK_ROWS.items():
            for name in names:
                apps.get_model("django_celery_beat", model)._meta.get_field(name).validators.append(validate)
