"""What an import leaves behind when nobody disturbs it, and what differs after one that was disturbed."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from bench.chaos import digest
from bench.chaos.digest import Picture
from jobs.models import FailedRecord, JobRun, State
from work.item import ACTIVE

# What a run counts once, however often it was interrupted.
COUNTED = ("read", "created", "updated", "unchanged", "skipped", "failed", "warnings")


@dataclass(frozen=True)
class Reference:
    """The end of one import: the whole OMS, the run's counters, the records it refused."""

    picture: Picture
    counters: dict[str, int]
    refused: Counter[tuple[str, str]]

    @classmethod
    def of(cls, run: JobRun, since: datetime) -> "Reference":
        counters = {name: int(run.counters.get(name, 0)) for name in COUNTED}
        refused = Counter(FailedRecord.objects.filter(run=run).values_list("reference", "reason"))
        return cls(digest.picture(since), counters, refused)

    def differences(self, run: JobRun, since: datetime) -> list[str]:
        """One sentence for everything that is not as it was after the undisturbed import."""
        found = Reference.of(run, since)
        told = digest.differences(self.picture, found.picture)
        for name, count in self.counters.items():
            if found.counters[name] != count:
                told.append(f"the run counts {name} {found.counters[name]:,} instead of {count:,}")
        if found.refused != self.refused:
            told.append(f"refused records {sorted(found.refused)[:3]} instead of {sorted(self.refused)[:3]}")
        return told + left_over()


def left_over() -> list[str]:
    """Work and staging tables that should be gone."""
    told = []
    waiting = JobRun.objects.filter(state__in=(*ACTIVE, State.DEAD)).count()
    if waiting:
        told.append(f"{waiting} runs are not done")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE starts_with(nspname, 'import_run_')")
        schemas = cursor.fetchone()[0]
    if schemas:
        told.append(f"{schemas} runs left their staging tables behind")
    return told
