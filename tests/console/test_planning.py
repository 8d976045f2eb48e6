"""What the editor's preview says about slots to come, the days the clocks change, and an outage."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from console.schedule.outlook import clock_sentence, outage_sentence
from console.schedule.words import when_words
from jobs.engine.slot_plan import Policies
from jobs.engine.when import BadTiming, parse
from jobs.models import State
from jobs.services import schedule_preview
from jobs.services.schedule_preview import Draft

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ZONE = "America/New_York"


def draft(words: str, gap: str = "shift", **policies: Any) -> Draft:
    return Draft(schedule_preview.rule_for(parse(words, ZONE), gap, NOW), ZONE, Policies(**policies))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("every 15 minutes", "Every 15 minutes"),
        ("every 1 hour", "Every hour"),
        ("30 6 * * 1-5", "At 06:30, Monday through Friday"),
        ("15 3 * * *", "Every day at 03:15"),
        ("15 3,9 * * *", "Every day at 03:15 and 09:15"),
        ("15 3 1 * *", "At 03:15, on day 1 of the month"),
        ("*/15 * * * *", "Every 15 minutes"),
        ("*/7 * * * *", "At minutes 0, 7, 14, … of each hour"),
        ("*/13 * * * *", "At minutes 0, 13, 26, 39 and 52 of each hour"),
        ("*/45 8-18 * * 1-5", "At minutes 0 and 45 of each hour, between 08:00 and 18:59, Monday through Friday"),
        ("0 */6 * * *", "Every 6 hours"),
        ("0 */5 * * *", "Every day at 00:00, 05:00, 10:00, 15:00 and 20:00"),
        ("15 */5 * * 1-5", "At 00:15, 05:15, 10:15, 15:15 and 20:15, Monday through Friday"),
        ("*/15 */9 * * *", "Every 15 minutes, in the hours 0, 9 and 18"),
        ("at 2026-12-24T06:00:00-05:00", "Once, 24 Dec 2026 06:00"),
    ],
)
def test_a_schedule_in_words(words: str, said: str) -> None:
    assert when_words(parse(words, ZONE), ZONE) == said


def test_impossible_values_are_refused() -> None:
    with pytest.raises(BadTiming, match="99"):
        draft("99 2 * * *")


def test_what_will_not_run_says_why() -> None:
    skipped = datetime(2026, 11, 25, 7, 30, tzinfo=UTC)
    closed = [(datetime(2026, 11, 26, tzinfo=UTC), datetime(2026, 11, 27, tzinfo=UTC), "Thanksgiving")]
    plan = draft("30 2 * * *", skip_slot=skipped, skipped_by="ada", closed=closed)
    first, second, third = schedule_preview.coming(plan, 3, NOW)
    assert (first.slot, first.left_out) == (skipped, "Skipped by ada")
    assert second.left_out == "Closed: Thanksgiving"
    assert third.left_out == ""
    held = Draft(plan.rule, ZONE, held=(NOW, skipped + timedelta(minutes=1)))
    assert [one.left_out for one in schedule_preview.coming(held, 2, NOW)] == ["Paused", ""]


def days(words: str, gap: str = "shift") -> list[str]:
    plan = draft(words, gap)
    return [
        f"{day.title}: {day.text}"
        for day in (clock_sentence(one, plan) for one in schedule_preview.clock_days(plan, NOW))
    ]


def test_the_two_days_on_which_the_clocks_change() -> None:
    forward, back = days("30 2 * * *")
    assert forward == "Clocks go forward by 1 h: The missing time is made up for: it runs at 03:30."
    assert back == "Clocks go back by 1 h: None of its slots is touched."
    assert days("30 2 * * *", "skip")[0].endswith("Its slot falls into the missing hour and is left out.")
    assert days("30 1 * * *")[1].endswith("it runs the first time only, at 01:30.")
    assert days("*/15 * * * *")[1].endswith("through the doubled hour: 8 runs in two hours.")
    assert all("elapsed time" in text for text in days("every 15 minutes"))
    assert schedule_preview.clock_days(Draft(draft("30 2 * * *").rule, "UTC"), NOW) == []


def test_a_moved_slot_is_marked() -> None:
    plan = draft("30 2 * * *")
    slots = schedule_preview.coming(plan, 2, datetime(2027, 3, 13, 12, tzinfo=UTC))
    assert [one.shifted for one in slots] == [True, False]


def told(words: str, **policies: Any) -> str:
    plan = draft(words, **policies)
    outage = schedule_preview.outage(plan, NOW)
    assert outage
    return outage_sentence(outage, ZONE)


def test_what_a_three_hour_outage_would_cause() -> None:
    assert told("0 * * * *") == (
        "From 07:59 to 10:59 3 slots would pass. When it is back, 1 run starts and 2 are listed as missed."
    )
    assert told("0 * * * *", catch_up="none").endswith("nothing starts and 3 are listed as missed.")
    assert told("0 * * * *", catch_up="all").endswith("3 runs start.")


def test_an_outage_needs_a_run_to_hit() -> None:
    over = Draft(schedule_preview.rule_for(parse("at 2020-01-01T00:00:00"), "shift", NOW), ZONE)
    assert schedule_preview.outage(over, NOW) is None
    skipped = draft("0 12 * * *", skip_slot=datetime(2026, 11, 24, 17, tzinfo=UTC))
    outage = schedule_preview.outage(skipped, NOW)
    assert outage and [row.state for row in outage.plan.rows] == [State.PENDING]
