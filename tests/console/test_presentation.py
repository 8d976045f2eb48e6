"""Words, figures and estimates."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from console.jobs import result_bars
from console.presentation import times
from console.presentation.raw_text import LONGEST, pretty
from console.presentation.states import TABLE, shown
from console.runs import counters, diff
from console.runs.estimate import History, estimate, history
from console.runs.run_view import steps
from console.templatetags.orders import job_name
from console.templatetags.webhooks import effect
from jobs.models import JobRun, State
from tests.console.support import CATALOGUE, ORDERS

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def run(state: str = "done", took: float = 100, began: float = 1000, **columns: Any) -> JobRun:
    """A run that isn't stored; it began so many seconds before NOW."""
    start = NOW - timedelta(seconds=began)
    ended = None if state in ("pending", "running") else start + timedelta(seconds=took)
    return JobRun(**{"pk": 1, "state": state, "started_at": start, "finished_at": ended, **columns})


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59.4, "59 s"), (60, "1 min"), (200, "3 min 20 s"), (605, "10 min"), (7500, "2 h 05 min")],
)
def test_spans(seconds: float, words: str) -> None:
    assert times.span(seconds) == words


def test_relative_and_absolute() -> None:
    assert times.relative(NOW, NOW) == "just now"
    assert times.relative(NOW - timedelta(minutes=5), NOW) == "5 min ago"
    assert times.relative(NOW + timedelta(hours=3), NOW) == "in 3 h"
    assert times.relative(NOW - timedelta(days=9), NOW) == "9 d ago"
    with timezone.override("America/New_York"):
        assert times.absolute(NOW, NOW) == "07:00:00"
        assert times.absolute(NOW - timedelta(days=2), NOW) == "21 Nov 07:00"
        assert times.absolute(NOW - timedelta(days=700), NOW) == "23 Dec 2024 07:00"
        assert times.full(NOW) == "Mon 23 Nov 2026 07:00:00 America/New_York"


def test_every_state_has_a_look_of_its_own() -> None:
    assert set(TABLE) == set(State.values)
    looks = [shown(run(state)) for state in ("running", "done", "dead", "missed", "skipped", "ignored", "cancelled")]
    looks += [
        shown(run("pending", started_at=None)),
        shown(run("pending", attempts=2)),
        shown(run("done", counters={"failed": 3})),
    ]
    assert len({look.key for look in looks}) == len({look.word for look in looks}) == len(looks)
    assert shown(run("done", counters={"failed": 3})).word == "Done, 3 failed"
    assert shown(run("pending")).word == "Waiting"
    assert shown(run("running", cancel_requested=True)).word == "Stopping"


def test_history_is_the_median_of_good_runs() -> None:
    runs = [
        run(took=100, counters={"read": 1000}),
        run(took=110, counters={"read": 1100}),
        run(took=9000, counters={"read": 9000}),
        run("dead", took=1, counters={"read": 5}),
        run(took=1, dry=True),
        run("running"),
    ]
    assert history(runs) == History(seconds=110, rate=10)
    assert history([]) == History()


@pytest.mark.parametrize(
    ("progress", "past", "left", "says"),
    [
        ({"done": 200, "total": 1000, "rate": 10}, History(50, 2), 80, "at this rate"),
        ({"done": 200, "total": 1000, "rate": None}, History(50, 2), 400, "as in earlier runs"),
        ({"done": 200, "total": None}, History(150, 2), 90, "as in earlier runs"),
        ({}, History(150), 90, "About 1 min 30 s left"),
        ({}, History(50), None, "Longer than usual (usually 50 s)"),
        ({"done": 5, "total": None}, History(), None, "No earlier run"),
        ({"done": 9, "total": 5, "rate": 3}, History(), None, "No earlier run"),
    ],
)
def test_how_long_it_will_take(progress: dict[str, Any], past: History, left: float | None, says: str) -> None:
    found = estimate(run("running", began=60, progress=progress), past, NOW)
    assert found.left == left
    assert says in found.text


def test_a_run_that_has_not_begun_has_no_estimate() -> None:
    """Whether there was an earlier one is another matter."""
    for past, said in ((History(100), "Not begun yet (usually takes 1 min 40 s)"), (History(), "Not begun yet")):
        found = estimate(run("pending", started_at=None), past, NOW)
        assert (found.left, found.text) == (None, said)


def test_bars_show_the_last_thirty_old_to_new() -> None:
    runs = [run(took=10 * number, pk=number) for number in range(40, 0, -1)]
    found = result_bars.bars([run("running"), *runs])
    assert len(found.bars) == result_bars.COUNT
    assert found.bars[-1].height == result_bars.HEIGHT
    assert found.bars[-1].x + result_bars.WIDTH == found.width
    assert found.bars[0].title == "Run 11: Done, 1 min 50 s"
    assert found.words == "The last 30 runs: 30 done"
    mixed = result_bars.bars([run("dead"), run(counters={"failed": 1}), run("done", took=0)])
    assert mixed.words == "The last 3 runs: 1 done, 1 done with failed records, 1 dead"
    assert min(bar.height for bar in mixed.bars) == result_bars.LEAST
    assert result_bars.bars([]).words == "No run yet"


def test_counters_come_in_one_order() -> None:
    one = run(counters={"stranger": 2, "failed": 3, "created": 1200})
    assert [c.label for c in counters.counters(one)] == [
        "Read", "Created", "Updated", "Unchanged", "Skipped", "Failed", "Stranger",
    ]  # fmt: skip
    assert counters.summary(counters.counters(one)) == "1,200 created, 3 failed, 2 stranger"
    assert counters.summary(counters.counters(run(counters={"read": 7}))) == "7 read"
    assert counters.summary(counters.counters(run())) == "nothing counted"
    assert counters.summary(counters.counters(one), dry=True) == "1,200 created, 3 failed, 2 stranger, if run"
    assert counters.summary(counters.counters(run(counters={"read": 7})), dry=True) == "7 read"


@pytest.mark.parametrize(
    ("counted", "words"),
    [
        ({"warnings": 1}, "1 warning"),
        ({"warnings": 2}, "2 warnings"),
        ({"log_lines": 1, "runs": 1, "webhook_events": 1_000}, "1 log line, 1 run, 1,000 webhook events"),
        ({"returns_created": 1, "returns_updated": 3}, "1 return created, 3 returns updated"),
        ({"created": 1, "failed": 1, "discontinued": 1, "fields": 1}, "1 created, 1 failed, 1 discontinued, 1 field"),
        ({"read": 1}, "1 read"),
    ],
)
def test_one_is_singular(counted: dict[str, int], words: str) -> None:
    assert counters.summary(counters.counters(run(counters=counted))) == words


def test_the_diff_speaks_the_form_s_words() -> None:
    mine = run(parameters={"status": "any", "from_id": None, "with_tags": True, "gone": [1, 2]})
    good = run(parameters={"status": "open", "from_id": None, "with_tags": True}, counters={"read": 10})
    lines = diff.parameters(CATALOGUE[ORDERS], mine, good)
    assert [(line.label, line.mine, line.other, line.changed) for line in lines] == [
        ("Order status", "Any", "Open and unshipped", True),
        ("From order id", "–", "–", False),
        ("Keep tags", "yes", "yes", False),
        ("Gone", "1, 2", "–", True),
    ]
    assert [line.changed for line in diff.parameters(None, mine, None)] == [False] * 4
    assert diff.counts(mine, good)[0] == diff.Line("Read", "0", "10")


def test_raw_text_is_readable_and_bounded() -> None:
    assert pretty('{"a":"é"}') == '{\n  "a": "é"\n}'
    assert pretty('{"a":1}\n{"b":2}') == '{\n  "a": 1\n}\n{\n  "b": 2\n}'
    assert pretty("not json") == "not json"
    assert pretty('"\\ud83d"') == '"\\ud83d"'
    long = pretty("x" * (LONGEST + 5))
    assert long.endswith("… and 5 characters more")
    assert pretty("[" * 100_000) == "[" * 100_000


@pytest.mark.parametrize(("phase", "stage"), [("Asking Shopify", 0), ("Waiting for Shopify", 1), ("Sorting", 3)])
def test_the_stages_of_a_bulk_operation(phase: str, stage: int) -> None:
    states = [step.state for step in steps(phase)]
    assert states == ["past"] * stage + ["present"] + ["future"] * (3 - stage)
    assert steps("something else") == []


@pytest.mark.parametrize(
    ("actor", "said"),
    [
        (ORDERS, "Import Orders in Bulk"),
        ("webhook orders/updated", "Webhook: orders updated"),
        ("webhook order_transactions/create", "Webhook: order transactions created"),
        ("ada", "ada"),
        ("webhook ada", "webhook ada"),
    ],
)
def test_who_it_was(actor: str, said: str) -> None:
    assert job_name(actor) == said


def test_an_effect_says_its_kind_once() -> None:
    woken = {"kind": "run", "action": "woken", "reference": "run 1", "object_type": "jobs.jobrun", "object_id": "1"}
    assert effect(woken).strip() == '<a href="/runs/1/">Run 1</a> woken'
    order = {"kind": "order", "action": "updated", "reference": "#1007"}
    assert effect(order) == "Order <strong>#1007</strong> updated"
