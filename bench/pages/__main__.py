"""bench/console [--runs N] [--rounds N]: each page beside the same rows without a database; exits 1 below the floor."""

import argparse
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable

import django

TIMES_RENDER, TIMES_FIRST, TIMES_ADMIN = 6.0, 1.5, 20.0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/console", description=__doc__)
    parser.add_argument("--runs", type=int, default=1_000_000, help="(1000000)")
    parser.add_argument("--rounds", type=int, default=15, help="each page so often, in turns (15)")
    return parser.parse_args()


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def seconds(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def main() -> int:
    chosen = arguments()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobmanager.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from bench.pages import asking, million, stock_admin

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    say(f"Making {chosen.runs:,} runs")
    million.fill(chosen.runs)
    settings.ROOT_URLCONF = stock_admin.__name__
    client = asking.visitor()
    calls = {name: asking.page(client, address) for name, address in asking.addresses().items()}
    calls["render of history"] = asking.without_database(client, "/history/")
    calls["render of pipeline"] = asking.without_database(client, "/")
    calls["admin's default"] = asking.page(client, stock_admin.ADDRESS)
    spans: dict[str, list[float]] = {name: [] for name in calls}
    for number in range(chosen.rounds + 1):
        # In another order each time, the same in every run: what comes after the admin's list finds the processor's
        # caches full of other things, and that must not always be the same page.
        for name, call in random.Random(number).sample(sorted(calls.items()), len(calls)):
            if name != "admin's default" or number < 4:
                spans[name].append(seconds(call))
    # The first round warms caches and connections.
    return verdict({name: statistics.median(each[1:]) for name, each in spans.items()})


def verdict(medians: dict[str, float]) -> int:
    admin = medians.pop("admin's default")
    renders = {"history": medians.pop("render of history"), "pipeline": medians.pop("render of pipeline")}
    for name, span in renders.items():
        say(f"{f'{name}, its rows without a database':<34} {span * 1000:>8.1f} ms")
    times = {name: span / renders["pipeline" if name == "pipeline" else "history"] for name, span in medians.items()}
    for name, span in medians.items():
        say(f"{name:<34} {span * 1000:>8.1f} ms  {times[name]:>6.1f} x  {admin / span:>6.0f} times faster than admin")
    say(f"{'default list of Django admin':<34} {admin * 1000:>8.1f} ms")
    worst = max(times.values())
    depth = medians["deepest"] / medians["first page"]
    beside_admin = admin / medians["first page"]
    told = {"worst": round(worst, 1), "deepest_to_first": round(depth, 2), "faster_than_admin": round(beside_admin, 1)}
    good = worst <= TIMES_RENDER and depth <= TIMES_FIRST and beside_admin >= TIMES_ADMIN
    say(json.dumps(told))
    floors = f"at most {TIMES_RENDER:g}, {TIMES_FIRST:g}; at least {TIMES_ADMIN:g}"
    say(f"{'PASS' if good else 'FAIL'}: {worst:.1f}, {depth:.2f}; {beside_admin:.1f} ({floors})")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
