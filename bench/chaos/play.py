"""The run of the harness: reference, cases, mutants."""

import re
import time
from collections.abc import Callable, Collection
from datetime import datetime

from django.db import connections

from bench.chaos import digest, setting
from bench.chaos.case import Case, Outcome
from bench.chaos.reference import Reference
from bench.chaos.stage import Failed, Stage, expect
from bench.chaos.world import DATABASE, World
from jobs.models import State

MUTANT_PATIENCE = 30.0
START_FROM = {"products": "ready", "orders": "with_products"}


class Harness:
    def __init__(self, world: World, *, say: Callable[[str], None], patience: float) -> None:
        self.world = world
        self.say = say
        self.patience = patience
        self.references: dict[str, Reference] = {}
        self._since: datetime | None = None
        self._cases = 0

    def prepare(self, subjects: Collection[str]) -> None:
        """Makes tables and a connected shop, and imports undisturbed.

        The cases compare with that. Each state on the way is kept as a template. `subjects` of the cases: where none
        has orders, no order is read.
        """
        self._since = setting.now()
        setting.database()
        setting.connect(self.world.sandbox_url)
        self._keep("ready")
        for subject, after in (("products", "with_products"), ("orders", "complete")):
            if subject == "orders" and subject not in subjects:
                continue
            self.references[subject] = self._undisturbed(subject)
            self._keep(after)
        for subject, kept in self.references.items():
            rows = sum(table.total() for table in kept.picture.values())
            counted = ", ".join(f"{name} {count:,}" for name, count in kept.counters.items() if count)
            self.say(f"undisturbed {subject}: {counted}; OMS of {rows:,} rows, digest {digest.of(kept.picture)}")

    def play(self, case: Case) -> Outcome:
        """Never raises for what the product did wrong."""
        began = time.monotonic()
        stage = self._stage(case.subject)
        hit, wrong = "", []
        try:
            stage.store.clear()
            hit = case.play(stage)
            wrong = self._wrong(stage, case)
        except Failed as error:
            wrong = [str(error)]
        finally:
            stage.store.clear()
        return Outcome(case.title, hit, time.monotonic() - began, tuple(wrong))

    def _wrong(self, stage: Stage, case: Case) -> list[str]:
        run, logs = stage.run, stage.logs()
        wrong = [] if run.state == State.DONE else [f"the run ended {run.state}: {run.error}"]
        for pattern, times in case.told.items():
            found = sum(re.search(pattern, line) is not None for line in logs)
            if found != times and not (times is None and found):
                wrong.append(f"the run's log says {pattern!r} {found} times instead of {times or 'once at least'}")
        return wrong + self.references[case.subject].differences(run, self.since)

    def noticed(self, mutant: str, case: Case) -> Outcome:
        """The case with a defect planted in every worker; it passes when the case fails."""
        patience, self.patience = self.patience, min(self.patience, MUTANT_PATIENCE)
        self._plant(mutant)
        try:
            outcome = self.play(case)
        finally:
            self._plant("")
            self.patience = patience
        told = outcome.wrong[0] if outcome.wrong else ""
        wrong = () if told else (f"{case.title} passed, although {mutant}",)
        return Outcome(f"mutant {mutant} noticed", told[:160], outcome.seconds, wrong)

    def _plant(self, mutant: str) -> None:
        self.world.mutant = mutant
        if "jobs" in self.world.workers:
            self.world.kill_worker("jobs")

    def _keep(self, name: str) -> None:
        self._stop_bulk()
        connections.close_all()
        self.world.copy_database(DATABASE, name)

    def _undisturbed(self, subject: str) -> Reference:
        stage = self._stage(subject, fresh=False)
        stage.worker()
        stage.request()
        run = stage.ended()
        expect(run.state == State.DONE, f"the undisturbed import of {subject} ended {run.state}: {run.error}")
        expect(run.counters.get("created"), f"the undisturbed import of {subject} created nothing")
        return Reference.of(run, self.since)

    @property
    def since(self) -> datetime:
        if self._since is None:
            raise RuntimeError("prepare() comes first")
        return self._since

    def _stage(self, subject: str, *, fresh: bool = True) -> Stage:
        self._stop_bulk()
        connections.close_all()
        if fresh:
            self.world.copy_database(START_FROM[subject], DATABASE)
            self._cases += 1
            setting.number_runs_from(1000 * self._cases)
            # A shop that was killed has forgotten the copy's token. A fault is to meet the call that it is meant for.
            setting.connect(self.world.sandbox_url)
            self.world.forget_messages()
        self._keep_jobs_worker()
        return Stage(self.world, subject, patience=self.patience)

    def _stop_bulk(self) -> None:
        for name in [name for name in self.world.workers if name != "jobs"]:
            self.world.kill_worker(name)

    def _keep_jobs_worker(self) -> None:
        """It only sweeps here; it goes through every case, as a worker of another queue would."""
        worker = self.world.workers.get("jobs")
        if worker is not None and worker.poll() is None:
            return
        self.world.workers.pop("jobs", None)
        self.world.start_worker("jobs", "jobs")
