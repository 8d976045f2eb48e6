"""bench/schedules [--schedules N] [--rounds N]: prints ratios side by side, exits 1 below the floor."""

import argparse
import json
import statistics
import sys
import time

import django

from bench.schedule_times.clocks import OURS, STOCK, Clock, prepare, running
from bench.schedule_times.listening import minute, seconds_to_the_minute

LAST_WITHIN, TIMES_FASTER = 0.3, 8.0
BOOT, PATIENCE = 12.0, 45.0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/schedules", description=__doc__)
    parser.add_argument("--schedules", type=int, default=200, help="due in the same minute (200)")
    parser.add_argument("--rounds", type=int, default=3, help="minutes for each clock, in turns (3)")
    return parser.parse_args()


def measure(clock: Clock, count: int) -> list[float]:
    """One minute of this clock, which has started at least some seconds before it."""
    if seconds_to_the_minute() < BOOT:
        time.sleep(seconds_to_the_minute() + 1)
    with running(clock):
        return minute(clock, count, PATIENCE)


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    chosen = arguments()
    django.setup()
    prepare(chosen.schedules)
    last: dict[str, list[float]] = {OURS.name: [], STOCK.name: []}
    complete = True
    say(f"{'clock':<6} {'sent':>5} {'first':>8} {'median':>8} {'last':>8}   seconds after the minute")
    for _ in range(chosen.rounds):
        for clock in (OURS, STOCK):
            came = measure(clock, chosen.schedules)
            complete &= len(came) == chosen.schedules
            if came:
                last[clock.name].append(came[-1])
                say(f"{clock.name:<6} {len(came):>5} {came[0]:>8.3f} {statistics.median(came):>8.3f} {came[-1]:>8.3f}")
            else:
                say(f"{clock.name:<6} {0:>5}")
    return verdict(last, complete)


def verdict(last: dict[str, list[float]], complete: bool) -> int:
    if not all(last.values()):
        say("FAIL: a clock sent nothing")
        return 1
    ours, stock = (statistics.median(last[name]) for name in (OURS.name, STOCK.name))
    ratio = stock / ours
    good = complete and ours <= LAST_WITHIN and ratio >= TIMES_FASTER
    told = {"last_ours": round(ours, 3), "last_stock": round(stock, 3), "ratio": round(ratio, 1), "complete": complete}
    say(json.dumps(told))
    floors = f"at most {LAST_WITHIN} s, at least {TIMES_FASTER:g} times faster"
    say(f"{'PASS' if good else 'FAIL'}: last of ours {ours:.3f} s, {ratio:.1f} times faster ({floors})")
    return 0 if good else 1


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobmanager.settings")
    sys.exit(main())
