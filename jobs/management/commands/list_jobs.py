"""`manage.py list_jobs`: every job by category."""

from typing import Any

from django.core.management.base import BaseCommand

from jobs import registry
from jobs.categories import Category


class Command(BaseCommand):
    help = "List every job by category: key, name and summary."

    def handle(self, *args: Any, **options: Any) -> None:
        for category in Category:
            jobs = registry.by_category(category)
            if not jobs:
                continue
            self.stdout.write(self.style.MIGRATE_HEADING(category.label))
            for job in jobs:
                self.stdout.write(f"  {job.key:<36} {job.name}: {job.summary}")
