"""bench/torture imports [--only TEXT] [--seed N] [--products N] [--orders N] [--quick] [--mutants] [--list]"""

import argparse
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from types import FrameType
from typing import TYPE_CHECKING

import django

from bench.begin import folder, say, set_up_django
from bench.chaos.world import World
from bench.storm import options as storm
from jobmanager.embedded.process import CannotStart

if TYPE_CHECKING:  # these need Django, which needs the servers that this program starts
    from bench.chaos.case import Case, Outcome
    from bench.chaos.play import Harness

# One death of the worker in each import and a lost broker: bin/test --long plays all of them, bin/test the first.
QUICK = (
    "products killed loading/mid-chunk:2",
    "orders killed downloading/after-chunk:3",
    "orders Valkey killed, back empty",
)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/torture", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verb = verbs.add_parser("imports", help="both imports under kills, broken servers and a shop that misbehaves")
    verb.add_argument("--only", action="append", default=[], metavar="TEXT", help="cases whose title has TEXT in it")
    verb.add_argument("--seed", type=int, default=1, help="of the store's data and of the random kills (1)")
    verb.add_argument("--products", type=int, default=300, metavar="N", help="(300)")
    verb.add_argument("--orders", type=int, default=1000, metavar="N", help="(1000)")
    verb.add_argument("--patience", type=float, default=120, metavar="S", help="seconds for each thing to happen (120)")
    verb.add_argument("--quick", action="store_true", help="of the three cases that bin/test --long has")
    verb.add_argument("--mutants", action="store_true", help="only show that planted defects are noticed")
    verb.add_argument("--list", action="store_true", help="print the titles of the cases and end")
    verb.add_argument("--keep", action="store_true", help="leave the folder with logs and databases")
    storm.add_verbs(verbs)
    return parser.parse_args()


def everything(seed: int) -> "list[Case]":
    from bench.chaos import kills, servers, shop

    return [*kills.cases(seed), *servers.cases(), *shop.cases()]


def chosen(cases: "Sequence[Case]", only: Sequence[str], quick: bool) -> "list[Case]":
    return [
        case
        for case in cases
        if (not quick or case.title in QUICK) and (not only or any(text in case.title for text in only))
    ]


def unwind(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> int:
    options = arguments()
    if options.verb in storm.VERBS:
        with folder(options.keep) as path:
            return storm.run(options, path, say)
    signal.signal(signal.SIGTERM, unwind)
    if options.list:
        return _list(options)
    with folder(options.keep) as path:
        size = {"products": options.products, "orders": options.orders}
        world = World(path, **size, seed=options.seed, synced=not options.quick)
        try:
            world.start()
            set_up_django()
            return _play(world, options)
        except CannotStart as sentence:
            say(str(sentence))
            return 2
        except KeyboardInterrupt:
            return 130
        finally:
            world.stop()


def _list(options: argparse.Namespace) -> int:
    nowhere = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}
    os.environ.update(nowhere, TESTING="1", DJANGO_SETTINGS_MODULE="jobmanager.settings")
    django.setup()
    for case in chosen(everything(options.seed), options.only, options.quick):
        say(case.title)
    return 0


def _play(world: World, options: argparse.Namespace) -> int:
    from bench.chaos.play import Harness

    cases = chosen(everything(options.seed), options.only, options.quick)
    say(f"torture imports: seed {options.seed}, {options.products} products, {options.orders} orders")
    harness = Harness(world, say=say, patience=options.patience)
    mutants = options.mutants or not (options.only or options.quick)
    harness.prepare({"products", "orders"} if mutants else {case.subject for case in cases})
    outcomes: list[Outcome] = []
    if mutants:
        for outcome in _mutants(harness, everything(options.seed)):
            outcomes.append(outcome)
            say(outcome.line())
    for case in [] if options.mutants else cases:
        outcomes.append(harness.play(case))
        say(outcomes[-1].line())
    return _sum_up(outcomes)


def _mutants(harness: "Harness", cases: "Sequence[Case]") -> "Iterator[Outcome]":
    """Each defect planted, and the case that must notice it: a harness that can't fail proves nothing."""
    from bench.chaos.mutants import CAUGHT_BY

    for mutant, title in CAUGHT_BY.items():
        case = next(case for case in cases if case.title == title)
        yield harness.noticed(mutant, case)


def _sum_up(outcomes: "Sequence[Outcome]") -> int:
    bad = [outcome.title for outcome in outcomes if not outcome.passed]
    seconds = sum(outcome.seconds for outcome in outcomes)
    say(f"{len(outcomes) - len(bad)} of {len(outcomes)} passed in {seconds:.0f} s")
    for title in bad:
        say(f"  FAIL {title}")
    return 1 if bad or not outcomes else 0


if __name__ == "__main__":
    sys.exit(main())
