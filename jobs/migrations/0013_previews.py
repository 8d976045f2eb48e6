"""Dead runs are grouped without dry ones, and a job's previews are found among its many runs."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("jobs", "0012_moments_of_runs")]

    operations = [
        RemoveIndexConcurrently(model_name="jobrun", name="jobrun_dead_groups"),
        AddIndexConcurrently(
            model_name="jobrun",
            index=models.Index(
                fields=["key", "fingerprint"],
                include=["finished_at", "id"],
                condition=models.Q(state="dead", dry=False),
                name="jobrun_dead_groups",
            ),
        ),
        AddIndexConcurrently(
            model_name="jobrun",
            index=models.Index(
                fields=["key", "-created_at", "-id"], condition=models.Q(dry=True), name="jobrun_previews"
            ),
        ),
    ]
