"""Runs a command with the embedded servers.

`python -m jobmanager.embedded run [--fresh [--unsynced]] -- COMMAND`
"""

import argparse
import sys

from jobmanager.embedded.process import CannotStart
from jobmanager.embedded.runner import run, run_fresh


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m jobmanager.embedded")
    verbs = parser.add_subparsers(required=True)
    verb = verbs.add_parser("run", help="start PostgreSQL and Valkey, run COMMAND with their addresses, stop them")
    verb.add_argument("--fresh", action="store_true", help="empty servers of its own, removed afterwards")
    verb.add_argument(
        "--unsynced",
        action="store_true",
        help="with --fresh: PostgreSQL does not wait for the disk",
    )
    verb.add_argument("command", nargs="+", metavar="COMMAND")
    chosen = parser.parse_args()
    if chosen.unsynced and not chosen.fresh:
        parser.error("--unsynced is for servers that are removed afterwards: give --fresh too")
    try:
        return run_fresh(chosen.command, not chosen.unsynced) if chosen.fresh else run(chosen.command)
    except CannotStart as sentence:
        sys.stderr.write(f"{sentence}\n")
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
