"""bench/live [--rounds N]: seconds from a click in the shop until the open page of the console shows it."""

import argparse
import shutil
import statistics
import sys

from playwright.sync_api import Browser, sync_playwright

from bench.watched.deeds import CALLED_OFF, SENT
from bench.watched.merchant import Merchant
from bench.watched.operator import Operator
from bench.watched.trial import NotStarted, Trial, running

WITHIN = 2.0
Times = dict[str, list[float]]


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/live", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="two orders in each, through all that can happen (3)")
    parser.add_argument("--products", type=int, default=100, help="of the store (100)")
    parser.add_argument("--orders", type=int, default=200, help="of the store before it begins (200)")
    return parser.parse_args()


def watch(browser: Browser, trial: Trial, rounds: int) -> Times:
    merchant = Merchant(browser.new_page(), trial.store)
    operator = Operator(browser.new_page(), trial)
    times: Times = {}
    for _ in range(rounds):
        for life in (SENT, CALLED_OFF):
            times.setdefault("place", []).append(operator.sees_a_new_order(merchant, "pending"))
            for deed in life:
                times.setdefault(deed.name, []).append(operator.sees(deed, merchant))
    return times


def verdict(times: Times) -> int:
    say(f"{'what the merchant does':<24} {'median':>8} {'slowest':>8}   seconds until the operator sees it")
    for name, taken in times.items():
        say(f"{name:<24} {statistics.median(taken):>8.2f} {max(taken):>8.2f}")
    slowest = max(max(taken) for taken in times.values())
    good = slowest <= WITHIN
    say(f"{'PASS' if good else 'FAIL'}: the slowest took {slowest:.2f} s (at most {WITHIN:g})")
    return 0 if good else 1


def main() -> int:
    chosen = arguments()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        say("Chromium is missing: apt-get install chromium")
        return 2
    try:
        with running(chosen.products, chosen.orders) as trial, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            return verdict(watch(browser, trial, chosen.rounds))
    except NotStarted as told:
        say(f"The trial did not start:\n{told}")
        return 2


if __name__ == "__main__":
    sys.exit(main())
