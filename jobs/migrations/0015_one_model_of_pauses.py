import django.db.models.deletion
from django.db import migrations, models

import jobs.models.moments

# One row can't be altered while its foreign keys wait to be looked at.
MOVE = [
    "INSERT INTO jobs_pause (schedule_id, key, category, starts_at, ends_at, reason, paused_by, ended_by) "
    "SELECT id, '', '', paused_at, paused_until, pause_reason, paused_by, '' "
    "FROM jobs_schedule WHERE paused_at IS NOT NULL",
    "SET CONSTRAINTS ALL IMMEDIATE",
]
BACK = [
    "UPDATE jobs_schedule SET paused_at = own.starts_at, paused_until = own.ends_at, pause_reason = own.reason, "
    "paused_by = own.paused_by FROM (SELECT DISTINCT ON (schedule_id) * FROM jobs_pause "
    "WHERE schedule_id IS NOT NULL ORDER BY schedule_id, starts_at DESC, id DESC) own "
    "WHERE own.schedule_id = jobs_schedule.id AND (own.ends_at IS NULL OR own.ends_at > jobs_schedule.cursor)",
    "DELETE FROM jobs_pause WHERE schedule_id IS NOT NULL",
    "SET CONSTRAINTS ALL IMMEDIATE",
]


class Migration(migrations.Migration):
    dependencies = [("jobs", "0014_origin_job")]

    operations = [
        migrations.AddField(
            model_name="pause",
            name="schedule",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pauses",
                to="jobs.schedule",
            ),
        ),
        migrations.RemoveConstraint(model_name="pause", name="pause_covers_something"),
        migrations.AddConstraint(
            model_name="pause",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("schedule__isnull", True),
                    models.Q(("category", ""), ("key", ""), ("shop__isnull", True)),
                    _connector="XOR",
                ),
                name="pause_one_scope",
            ),
        ),
        migrations.RunSQL(MOVE, BACK),
        migrations.RemoveConstraint(model_name="schedule", name="schedule_moments"),
        migrations.AddConstraint(
            model_name="schedule",
            constraint=jobs.models.moments.bounded("schedule_moments", "anchor", "skip_slot", "cursor"),
        ),
        migrations.RemoveField(model_name="schedule", name="paused_at"),
        migrations.RemoveField(model_name="schedule", name="paused_until"),
        migrations.RemoveField(model_name="schedule", name="pause_reason"),
        migrations.RemoveField(model_name="schedule", name="paused_by"),
    ]
