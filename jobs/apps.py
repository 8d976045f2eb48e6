from django.apps import AppConfig, apps

_CLOCK_ROWS = {"ClockedSchedule": ("clocked_time",), "PeriodicTask": ("start_time", "expires")}


class JobsConfig(AppConfig):
    name = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from jobs import checks  # noqa: F401  (registers itself)
        from jobs.models.moments import validate

        # Their tables have our constraint; with this their forms say why before the database does.
        for model, names in _CLOCK_ROWS.items():
            for name in names:
                apps.get_model("django_celery_beat", model)._meta.get_field(name).validators.append(validate)
