"""bench/import [--orders N] [--rounds N] [--long N] [--no-long]: prints ratios, exits 1 below the floor."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import django

from bench.importing import data, databases
from bench.importing.report import Round, verdict

PRODUCTS = 5_000


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/import", description=__doc__)
    parser.add_argument("--orders", type=int, default=44_445, help="nine lines each: 400,000 lines (44445)")
    parser.add_argument("--rounds", type=int, default=3, help="(3)")
    parser.add_argument("--created", type=int, default=3_000, help="orders for bulk_create (3000)")
    parser.add_argument("--long", type=int, default=133_334, help="orders of the memory run: 1,200,000 lines (133334)")
    parser.add_argument("--no-long", action="store_true", help="without the memory run")
    return parser.parse_args()


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def prepare(folder: Path, orders: int) -> Path:
    """The database "base": tables, a shop and its catalogue. Answer = the file of orders."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from oms.models import ProductStore, Shop

    Shop.objects.create(domain="bench.myshopify.com", store=ProductStore.objects.create(name="Bench"))
    django.db.connections.close_all()
    products = folder / "products.jsonl"
    data.write(products, data.products(PRODUCTS))
    databases.copy(os.environ["DATABASE_URL"].rpartition("/")[2], "base")
    worker("base", "products", products)
    file = folder / "orders.jsonl"
    say(f"{data.write(file, data.orders(orders, PRODUCTS * data.VARIANTS)):,} lines of {orders:,} orders")
    return file


def worker(database: str, kind: str, path: Path) -> dict[str, Any]:
    return _child(database, ["bench.importing.worker", kind, str(path)])


def _child(database: str, arguments: Sequence[str]) -> dict[str, Any]:
    env = {**os.environ, "DATABASE_URL": databases.url_of(database), "LOG_LEVEL": "ERROR"}
    command = [sys.executable, "-m", *arguments]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} ended with {done.returncode}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def play(folder: Path, file: Path, created: int) -> Round:
    """The four contestants one after the other, each from the same start."""
    exported = folder / "exported"
    databases.copy("base", "ours")
    fresh = worker("ours", "orders", file)
    rows = databases.rows("ours")
    again = worker("ours", "orders", file)
    if again.get("created") or again.get("updated"):
        raise SystemExit(f"The second import found something to change: {again}")
    if not exported.exists():
        exported.mkdir()
        databases.export("ours", exported)
    databases.copy("base", "copied")
    copied = databases.load_by_copy("copied", exported)
    databases.copy("base", "created")
    made = _child("created", ["bench.importing.creating", "ours", str(created), str(file)])
    for name in ("ours", "copied", "created"):
        databases.drop(name)
    return Round(
        ours=rows / fresh["seconds"],
        again=rows / again["seconds"],
        copy=rows / copied,
        bulk_create=made["rows"] / made["seconds"],
        megabytes=fresh["mb_above_idle"],
    )


def long_run(folder: Path, orders: int) -> float:
    """Megabytes above idle of a worker that loads a file three times as long."""
    file = folder / "long.jsonl"
    say(f"{data.write(file, data.orders(orders, PRODUCTS * data.VARIANTS)):,} lines for the memory run")
    databases.copy("base", "long")
    return float(worker("long", "orders", file)["mb_above_idle"])


def main() -> int:
    options = arguments()
    os.environ["DJANGO_SETTINGS_MODULE"] = "jobmanager.settings"
    django.setup()
    with tempfile.TemporaryDirectory(dir=os.environ["VAR_DIR"]) as name:
        folder = Path(name)
        file = prepare(folder, options.orders)
        rounds = []
        for number in range(options.rounds):
            rounds.append(play(folder, file, options.created))
            say(f"round {number + 1}: {rounds[-1].line()}")
        lines, passed = verdict(rounds, None if options.no_long else long_run(folder, options.long))
    say("\n".join(lines))
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
