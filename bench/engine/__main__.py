"""bench/torture beats|fencing|poison|wakes|stock|redis-faults|pg-restarts|stalls|mutants [--keep]"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.begin import folder, say, set_up_django
from jobmanager.embedded.process import CannotStart

VERBS = {
    "beats": "two clocks, three workers, sixty schedules every 5 s, the clocks killed twice",
    "fencing": "workers frozen past their lease",
    "poison": "rows that always fail, and rows that kill their process",
    "wakes": "runs asked for in slow transactions are taken up at once",
    "stock": "many runs move the same levels of stock",
    "redis-faults": "Valkey emptied, killed, frozen, full, its connections left half open",
    "pg-restarts": "PostgreSQL stopped with -m immediate",
    "stalls": "each part frozen in turn: is it named?",
    "mutants": "five planted defects: is each noticed?",
}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/torture", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for name, told in VERBS.items():
        verb = verbs.add_parser(name, help=told)
        verb.add_argument("--keep", action="store_true", help="leave the folder with logs and databases")
        if name == "beats":
            verb.add_argument("--seconds", type=int, default=120, help="(120)")
        if name == "fencing":
            verb.add_argument("--rounds", type=int, default=50, help="(50)")
    return parser.parse_args()


def _play(options: argparse.Namespace) -> Callable[[Any], dict[str, Any]]:
    from bench.engine import beats, servers, stalls, stocks, wakes, workers

    plays: dict[str, Callable[[Any], dict[str, Any]]] = {
        "beats": lambda stage: beats.play(stage, seconds=options.seconds),
        "fencing": lambda stage: workers.fencing(stage, rounds=options.rounds),
        "poison": workers.poison,
        "wakes": wakes.wakes,
        "stock": stocks.stock,
        "redis-faults": servers.redis_faults,
        "pg-restarts": servers.pg_restarts,
        "stalls": stalls.stalls,
    }
    return plays[options.verb]


def main() -> int:
    options = arguments()
    if options.verb == "mutants":
        from bench.engine import mutants

        return 0 if mutants.all_noticed(say) else 1
    from bench.engine.stage import Stage

    with folder(options.keep) as path:
        stage = Stage(path, seed=1)
        try:
            stage.start()
            set_up_django()
            return _report(options.verb, stage, _play(options))
        except CannotStart as sentence:
            say(str(sentence))
            return 2
        finally:
            stage.stop()


def _report(verb: str, stage: Any, play: Callable[[Any], dict[str, Any]]) -> int:
    from django.core.management import call_command

    from bench.engine import mutants, probes

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    probes.create_table()
    probes.register()
    mutants.plant("in_harness")
    begun = time.monotonic()
    told = play(stage)
    good = bool(told.pop("good"))
    line = json.dumps({"torture": verb, **told, "took": round(time.monotonic() - begun)})
    sys.stdout.write(f"{'PASS' if good else 'FAIL'} {line}\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
