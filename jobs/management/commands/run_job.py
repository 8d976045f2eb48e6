"""Runs a job from the command line as "Run now" does."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from jobs import prerequisites, registry
from jobs.audit import COMMAND_LINE
from jobs.engine.execute import execute
from jobs.models import JobRun, State
from jobs.models.run import Origin
from jobs.services import InvalidParameters, PrerequisiteNotMet, request_run
from oms.models import Shop
from work.item import ACTIVE

LOOK_EVERY = 0.5
DUE_SOONEST, DUE_LATEST = 0.02, 0.2


def _until_due(run: JobRun) -> float:
    """Seconds until the run may go on here, bounded: another process may hold it or make it due."""
    left = (run.due_at - timezone.now()).total_seconds() if run.state == State.PENDING else DUE_LATEST
    return min(max(left, DUE_SOONEST), DUE_LATEST)


class Command(BaseCommand):
    help = "Run a job now, and wait until it has ended. Exit code 0 means done."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key", help="for instance initial_load.import_products; see list_jobs")
        parser.add_argument("--shop", help="the shop's domain; needed when there are several")
        parser.add_argument("--param", action="append", default=[], metavar="NAME=VALUE")
        parser.add_argument("--force", metavar="REASON", default="", help="run although a prerequisite isn't met")
        parser.add_argument("--dry-run", action="store_true", help="say what it would change, and change nothing")
        parser.add_argument("--here", action="store_true", help="work in this process instead of waiting for a worker")

    def handle(self, *args: Any, **options: Any) -> None:
        parameters = dict(self._pair(text) for text in options["param"])
        try:
            run, already = request_run(
                options["key"],
                shop=self._shop(options["shop"]),
                actor=COMMAND_LINE,
                parameters=parameters,
                origin=Origin.CLI,
                override_reason=options["force"],
                dry=options["dry_run"],
            )
        except (registry.UnknownJob, InvalidParameters) as error:
            raise CommandError(str(error)) from None
        except PrerequisiteNotMet as error:
            raise CommandError(f"{error} (--force REASON runs it all the same)") from None
        self.stdout.write(f"Run {run.pk}{' was already under way' if already else ''}")
        self._follow(run, options["here"])

    def _changes(self, run: JobRun) -> None:
        for change in run.changes.order_by("kind", "action", "id"):
            detail = ", ".join(f"{name} {value}" for name, value in change.detail.items())
            self.stdout.write(f"  would be {change.action}: {change.kind} {change.reference}{' '}{detail}".rstrip())

    def _pair(self, text: str) -> tuple[str, str]:
        name, sign, value = text.partition("=")
        if not sign:
            raise CommandError(f"--param wants NAME=VALUE, not {text!r}")
        return name, value

    def _shop(self, domain: str | None) -> Shop | None:
        shops = Shop.objects.filter(domain=domain) if domain else Shop.objects.all()
        found = list(shops[:2])
        if domain and not found:
            raise CommandError(f"There is no shop {domain!r}")
        if len(found) > 1:
            raise CommandError("There are several shops: say which with --shop DOMAIN")
        return found[0] if found else None

    def _follow(self, run: JobRun, here: bool) -> None:
        shown = ""
        while run.state in ACTIVE:
            if here:
                execute(run.pk, registry.find, prerequisites.refusal)
            else:
                time.sleep(LOOK_EVERY)
            run.refresh_from_db()
            if here and run.state in ACTIVE:
                time.sleep(_until_due(run))
            text = " ".join(str(run.progress.get(part) or "") for part in ("phase", "done", "note")).strip()
            if text != shown:
                self.stdout.write(f"  {text}")
                shown = text
        counts = ", ".join(f"{name} {value}" for name, value in sorted(run.counters.items()))
        word = f"Dry run {run.get_state_display().lower()}, nothing was changed" if run.dry else run.get_state_display()
        self.stdout.write(f"{word}: {counts or 'nothing counted'}")
        if run.dry:
            self._changes(run)
        if run.state != State.DONE:
            raise CommandError(run.error or f"the run ended as {run.state}")
