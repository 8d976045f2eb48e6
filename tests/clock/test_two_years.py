"""Two years in six zones: every slot where it is documented to be, none twice, none left out."""

import itertools
from datetime import timedelta

import pytest

from jobs.engine import schedule_rules
from jobs.engine.slots import Cron
from tests.clock import oracle
from tests.clock.oracle import FROM, UNTIL

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kolkata", "UTC")
LEAPS = {
    "Europe/Berlin": [timedelta(hours=1)] * 2,
    "America/New_York": [timedelta(hours=1)] * 2,
    "Australia/Lord_Howe": [timedelta(minutes=30)] * 2,
}
# What operators choose: each night, in the hour the clocks change in, weekdays, month ends, and rules that keep a pace.
LINES = (
    "0 2 * * *",
    "30 2 * * *",
    "30 1 * * *",
    "45 2 * * 0",
    "15 3 1 * *",
    "0 0 * * *",
    "55 23 31 12 *",
    "0 8 * * 1-5",
    "0 0 29 2 *",
    "5 1,2,3 * * *",
    "*/15 * * * *",
    "0 * * * *",
    "20 */2 * * *",
    "0,30 1-3 * * *",
    "*/5 2 * * *",
)


def rule(line: str, zone: str, gap: str) -> Cron:
    minute, hour, day, month, weekday = line.split()
    return schedule_rules.cron_rule((minute, hour, weekday, day, month), zone, gap)


# Leaps of an hour and of half an hour are always looked at.
ALWAYS = ("Europe/Berlin", "Australia/Lord_Howe")
ONE_MORE = pytest.mark.long("one zone more, each of whose two years takes seconds")


@pytest.mark.costly("compares each minute of two years with an oracle")
@pytest.mark.parametrize("zone", [pytest.param(zone, marks=[] if zone in ALWAYS else ONE_MORE) for zone in ZONES])
def test_every_slot_of_two_years(zone: str) -> None:
    ticks, jumps = oracle.minutes(zone, FROM, UNTIL)
    assert [jump.after - jump.before for jump in jumps] == LEAPS.get(zone, []), "the two years hold the hard days"
    for line, gap in itertools.product(LINES, ("shift", "skip")):
        cron = rule(line, zone, gap)
        found = list(cron.between(FROM - oracle.STEP, UNTIL - oracle.STEP))
        assert found == oracle.slots(cron, ticks, jumps), (line, gap)
        assert len(found) == len(set(found)) == len(sorted(found)), (line, gap)
