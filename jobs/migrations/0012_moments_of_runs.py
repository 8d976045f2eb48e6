import django.contrib.postgres.operations
from django.db import migrations

LOW, HIGH = "'2000-01-01T00:00:00+00:00'::timestamptz", "'2200-01-01T00:00:00+00:00'::timestamptz"
MEND = [
    f"UPDATE jobs_jobrun SET {column} = LEAST(GREATEST({column}, {LOW}), {HIGH} - interval '1 second') "
    f"WHERE NOT ({column} >= {LOW} AND {column} < {HIGH})"
    for column in ("slot_at", "due_at")
]


class Migration(migrations.Migration):
    # Each step commits by itself, and all can be done again: workers go on while the table is read.
    atomic = False

    dependencies = [
        ("jobs", "0011_moments"),
    ]

    operations = [
        migrations.RunSQL(MEND, migrations.RunSQL.noop),
        django.contrib.postgres.operations.ValidateConstraint("jobrun", "jobrun_moments"),
    ]
