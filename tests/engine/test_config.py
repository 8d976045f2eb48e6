"""Schedules as a file: written out and read again they are the same; what is wrong is named with its line."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from jobs import registry
from jobs.audit import Actor
from jobs.definition import JobDefinition
from jobs.models import AuditLog, ExclusionCalendar, Schedule
from jobs.services import config
from jobs.services.schedules import Settings, save_schedule
from oms.models import ProductStore, Shop
from tests.engine.support import CountParameters, definition

pytestmark = pytest.mark.django_db
ANNA = Actor("anna")
PROBE = definition(lambda run, parameters: None, parameters=CountParameters)
OTHER = definition(lambda run, parameters: None, key="orders.other", name="Other")

FILE = """\
version: 1
schedules:
- job: miscellaneous.probe
  shop: one.myshopify.com
  when: 0 2 * * *
  zone: Europe/Berlin
  overlap: queue_one
  parameters:
    count: 5
- job: orders.other
  when: every 15 minutes
"""


@pytest.fixture(autouse=True)
def jobs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    cards: dict[str, JobDefinition] = {card.key: card for card in (PROBE, OTHER)}
    monkeypatch.setattr(registry, "_index", lambda: cards)
    Shop.objects.create(domain="one.myshopify.com", store=ProductStore.objects.create(name="One"))
    yield


def manage(*words: str) -> str:
    out = io.StringIO()
    call_command("schedules", *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "schedules.yaml"
    path.write_text(FILE)
    return path


def test_plan_changes_nothing_and_says_so_by_its_exit_code(file: Path) -> None:
    with pytest.raises(CommandError) as left:
        manage("plan", str(file))
    assert left.value.returncode == 2 and not Schedule.objects.exists()


def test_apply_asks_and_with_yes_makes_it_so_once(file: Path) -> None:
    with pytest.raises(CommandError) as left:
        manage("apply", str(file))
    assert left.value.returncode == 2 and not Schedule.objects.exists()
    told = manage("apply", str(file), "--yes")
    assert "+ create miscellaneous.probe of one.myshopify.com" in told and "2 changed." in told
    assert manage("apply", str(file), "--yes") == manage("plan", str(file)) == "Nothing to change.\n"
    assert AuditLog.objects.filter(action="schedule.created", actor_name="command line").count() == 2


def test_what_is_exported_is_what_was_applied(file: Path, tmp_path: Path) -> None:
    manage("apply", str(file), "--yes")
    assert manage("export") == FILE
    manage("export", str(tmp_path / "out.yaml"))
    assert (tmp_path / "out.yaml").read_text() == FILE


def test_a_difference_is_shown_field_by_field(file: Path) -> None:
    manage("apply", str(file), "--yes")
    file.write_text(FILE.replace("count: 5", "count: 7").replace("every 15 minutes", "every 20 minutes"))
    told = manage("apply", str(file), "--yes")
    assert "~ change orders.other\n    when: every 15 minutes -> every 20 minutes" in told
    assert "parameters: {'count': 5} -> {'count': 7}" in told


def test_prune_switches_off_and_never_deletes(file: Path) -> None:
    ExclusionCalendar.objects.create(name="Sales")
    chosen = Settings("0 4 * * *", calendar="Sales")
    kept = save_schedule(OTHER.key, None, chosen, ANNA, name="second")
    assert "switch off" not in manage("apply", str(file), "--yes")
    assert "- switch off orders.other (second)" in manage("apply", str(file), "--yes", "--prune")
    kept.refresh_from_db()
    assert not kept.periodic_task.enabled
    assert manage("plan", str(file), "--prune") == "Nothing to change.\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("version: 1", "version: 9", "line 1: the file must begin with 'version: 1'"),
        ("orders.other", "orders.othr", "line 10: there is no job 'orders.othr'"),
        ("one.myshopify.com", "two.myshopify.com", "line 3: there is no shop 'two.myshopify.com'"),
        ("overlap: queue_one", "overlp: queue_one", "line 3: unknown: overlp"),
        ("queue_one", "sometimes", "line 3: overlap is one of skip, queue_one"),
        ("count: 5", "count: 0", "line 3: parameters of miscellaneous.probe: count:"),
        ("count: 5", "cuont: 5", "line 3: parameters of miscellaneous.probe: There is no parameter 'cuont'"),
        ("when: every 15 minutes", "enabled: true", "line 10: 'when' is missing"),
        ("every 15 minutes", "every 15 moons", "line 10: 'every 15 moons' is none of"),
        ("0 2 * * *", "0 99 * * *", "line 3: The crontab can't be read"),
        ("Europe/Berlin", "Europe/Berlitz", "line 3: 'Europe/Berlitz' is no time zone"),
        ("zone: Europe/Berlin", "enabled: perhaps", "line 3: enabled takes true or false, not 'perhaps'"),
        ("zone: Europe/Berlin", "catch_up_hours: -1", "line 3: catch_up_hours is between 0 and"),
        ("zone: Europe/Berlin", "calendar: Sales", "line 3: there is no calendar 'Sales'"),
        ("  zone: Europe/Berlin", "  when: 0 3 * * *", "line 6: 'when' is said twice"),
        ("version: 1", "version: [1", "this is no YAML"),
        ("schedules:", "schedule:", "line 1: unknown: schedule; there are version and schedules"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_nothing_is_changed(file: Path, old: str, new: str, said: str) -> None:
    file.write_text(FILE.replace(old, new))
    with pytest.raises(CommandError) as left:
        manage("apply", str(file), "--yes")
    assert said in str(left.value) and left.value.returncode == 1
    assert not Schedule.objects.exists()


def test_the_same_schedule_twice_is_refused() -> None:
    second = FILE[FILE.index("- job: orders.other") :]
    with pytest.raises(config.BadFile, match=r"line 12: orders\.other stands on line 10 already"):
        config.read(FILE + second)


def test_one_mistake_hides_no_other() -> None:
    with pytest.raises(config.BadFile) as left:
        config.read(FILE.replace("Europe/Berlin", "x").replace("every 15", "each 15"))
    assert len(str(left.value).splitlines()) == 2


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.yaml can't be read"):
        manage("plan", str(tmp_path / "none.yaml"))


def test_a_plan_that_has_become_old_changes_nothing(file: Path) -> None:
    manage("apply", str(file), "--yes")
    changes: list[Any] = config.plan(config.read(FILE.replace("count: 5", "count: 7")))
    save_schedule(PROBE.key, Shop.objects.get(), Settings("0 5 * * *"), ANNA)
    with pytest.raises(Exception, match="Somebody else changed"):
        config.apply(changes, ANNA)
