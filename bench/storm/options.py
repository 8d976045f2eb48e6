"""The command line of `bench/torture webhooks`, `burst`, `hostile` and `reconcile`, and what they begin with."""

import argparse
import signal
from collections.abc import Callable
from pathlib import Path

from bench.begin import set_up_django
from bench.reconcile.world import ReconcileWorld
from bench.storm.world import StormWorld
from jobmanager.embedded.process import CannotStart

VERBS = ("webhooks", "burst", "hostile", "reconcile")


def add_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    storm = verbs.add_parser("webhooks", help="deliveries, doubled and shuffled, while workers and receiver die")
    storm.add_argument("--events", type=int, default=5000, metavar="N", help="(5000), a tenth more posts")
    storm.add_argument("--kill-every", type=float, default=5.0, metavar="S", help="seconds between deeds at least (5)")
    storm.add_argument("--quick", action="store_true", help="few kills, seconds apart; without planted defects")
    storm.add_argument("--mutants", action="store_true", help="only show that planted defects are noticed")
    storm.add_argument("--no-mutants", action="store_true", help="only the storm itself")
    burst = verbs.add_parser("burst", help="a rush of deliveries: how soon drained, how slow the console meanwhile")
    burst.add_argument("--n", type=int, default=5000, metavar="N", help="deliveries (5000)")
    burst.add_argument("--seconds", type=float, default=60, metavar="S", help="in which they come (60)")
    hostile = verbs.add_parser("hostile", help="signed bodies that no shop sends, through the receiver and workers")
    hostile.add_argument("--n", type=int, default=10_000, metavar="N", help="mutated, beside the hand-made (10000)")
    reconcile = verbs.add_parser("reconcile", help="days on which not every webhook comes, and the jobs after them")
    reconcile.add_argument("--parts", type=int, default=30, metavar="N", help="of each day, two seconds apart (30)")
    for verb in (storm, burst, hostile, reconcile):
        verb.add_argument("--seed", type=int, default=1, help="of the store, the order of posts and the deeds (1)")
        verb.add_argument("--patience", type=float, default=180, metavar="S", help="seconds without progress (180)")
        verb.add_argument("--keep", action="store_true", help="leave the folder with logs and databases")


def run(options: argparse.Namespace, folder: Path, say: Callable[[str], None]) -> int:
    """0: held; 1: it did not, or a planted defect went unnoticed; 2: the servers did not start."""
    signal.signal(signal.SIGTERM, _unwind)
    world = _world(options, folder)
    try:
        world.start()
        set_up_django()
        return _play(world, options, say)
    except CannotStart as sentence:
        say(str(sentence))
        return 2
    except KeyboardInterrupt:
        return 130
    finally:
        world.stop()


def _world(options: argparse.Namespace, folder: Path) -> StormWorld:
    if options.verb == "reconcile":
        return ReconcileWorld(folder, seed=options.seed)
    many = {"webhooks": "events", "burst": "n"}.get(options.verb)
    orders = -(-vars(options)[many] // 5) if many else 50
    synced = options.verb != "webhooks" or not options.quick
    return StormWorld(folder, orders=orders + orders // 4 + 50, seed=options.seed, synced=synced)


def _play(world: StormWorld, options: argparse.Namespace, say: Callable[[str], None]) -> int:
    if isinstance(world, ReconcileWorld):
        from bench.reconcile import play

        return play.play(world, options, say)
    from bench.storm import burst, hostile, prepare, torture

    prepare.prepare(world.sandbox_url)
    plays = {"burst": burst.play, "hostile": hostile.play, "webhooks": torture.play}
    return plays[options.verb](world, options, say)


def _unwind(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
