from django.db import migrations, models

BEGUN = models.Q(("finished_at__isnull", True), ("started_at__isnull", False))
WAITING = models.Q(
    ("finished_at__isnull", True),
    ("origin__in", ("manual", "api", "cli")),
    ("started_at__isnull", True),
    ("token", 0),
)
PLANNED = models.Q(("origin", "planned"), ("state", "pending"))
UNIQUE = {
    "jobrun_one_begun": (["key", "shop", "place", "dry"], BEGUN),
    "jobrun_one_waiting_by_hand": (["key", "shop", "dry"], WAITING),
    "jobrun_planned_once": (["key", "shop", "slot_at", "dry"], PLANNED),
}


def _anew(name: str) -> list[migrations.operations.base.Operation]:
    fields, condition = UNIQUE[name]
    constraint = models.UniqueConstraint(condition=condition, fields=fields, name=name, nulls_distinct=False)
    return [
        migrations.RemoveConstraint(model_name="jobrun", name=name),
        migrations.AddConstraint(model_name="jobrun", constraint=constraint),
    ]


class Migration(migrations.Migration):
    dependencies = [("jobs", "0015_one_model_of_pauses")]

    operations = [operation for name in UNIQUE for operation in _anew(name)]
