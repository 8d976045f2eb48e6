from datetime import UTC, datetime
from typing import Any

import django.contrib.postgres.operations
from django.conf import settings
from django.db import migrations, models

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
LOW, HIGH = f"'{EARLIEST.isoformat()}'::timestamptz", f"'{LATEST.isoformat()}'::timestamptz"

# A row that is too far already: an open end for a pause, the nearest moment that can be shown for the rest.
MEND = [
    f"UPDATE jobs_pause SET ends_at = NULL WHERE ends_at >= {HIGH}",
    f"UPDATE jobs_schedule SET paused_until = NULL WHERE paused_until >= {HIGH}",
    f"UPDATE jobs_schedule SET skip_slot = NULL WHERE skip_slot >= {HIGH} OR skip_slot < {LOW}",
    f"DELETE FROM jobs_exclusion WHERE starts_at >= {HIGH} - interval '1 second' OR ends_at <= {LOW}",
]


def bounds(*columns: str) -> str:
    return " AND ".join(f"{column} >= {LOW} AND {column} < {HIGH}" for column in columns)


def clamp(table: str, *columns: str) -> list[str]:
    return [
        f"UPDATE {table} SET {column} = LEAST(GREATEST({column}, {LOW}), {HIGH} - interval '1 second') "
        f"WHERE NOT ({bounds(column)})"
        for column in columns
    ]


def condition(*columns: str) -> models.Q:
    found = models.Q()
    for column in columns:
        found &= models.Q(**{f"{column}__gte": EARLIEST, f"{column}__lt": LATEST})
    return found


def check(model: str, *columns: str) -> Any:
    return migrations.AddConstraint(model, models.CheckConstraint(condition=condition(*columns), name=f"{model}_moments"))


def of_the_clock(table: str, *columns: str) -> Any:
    """django-celery-beat's own tables: the clock reads them with ours, in one query."""
    return migrations.RunSQL(
        [*clamp(table, *columns), f"ALTER TABLE {table} ADD CONSTRAINT {table}_moments CHECK ({bounds(*columns)})"],
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_moments",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("django_celery_beat", "0019_alter_periodictasks_options"),
        ("jobs", "0010_alerts_of_privacy"),
        ("oms", "0007_order_lists"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(
            [
                *MEND,
                *clamp("jobs_pause", "starts_at", "ends_at"),
                *clamp("jobs_schedule", "anchor", "paused_at", "paused_until", "cursor"),
                *clamp("jobs_exclusion", "starts_at", "ends_at"),
                "SET CONSTRAINTS ALL IMMEDIATE",
            ],
            migrations.RunSQL.noop,
        ),
        check("pause", "starts_at", "ends_at"),
        check("exclusion", "starts_at", "ends_at"),
        check("schedule", "anchor", "paused_at", "paused_until", "skip_slot", "cursor"),
        of_the_clock("django_celery_beat_clockedschedule", "clocked_time"),
        of_the_clock("django_celery_beat_periodictask", "start_time", "expires", "last_run_at"),
        # Runs that stand there already are looked at by the next migration: their table may be large.
        django.contrib.postgres.operations.AddConstraintNotValid(
            "jobrun",
            models.CheckConstraint(condition=condition("slot_at", "due_at"), name="jobrun_moments"),
        ),
    ]
