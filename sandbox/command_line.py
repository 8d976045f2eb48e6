"""Reads the command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from sandbox.cost.bucket import RESTORE_RATES
from sandbox.state.tables import Origin

PORT = 9292


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m sandbox", description="A Shopify store to play with, on this machine.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at (%(default)s)")
    parser.add_argument("--port", type=int, default=PORT, help="port to listen at, 0 for any free one (%(default)s)")
    parser.add_argument("--url", default="", help="the address by which others reach it, where that is another one")
    parser.add_argument("--var", type=Path, help="folder to keep the store's content in; without it nothing is kept")
    parser.add_argument("--keep", action="store_true", help="take what the folder holds, whatever it was made from")
    parser.add_argument("--products", type=_size, default=200, help="how many products to make (%(default)s)")
    parser.add_argument("--orders", type=_size, default=500, help="how many orders to make (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same store (%(default)s)")
    parser.add_argument("--anchor", type=_instant, help="make nothing later than this instant (now)")
    parser.add_argument("--mischief", action="append", default=[], help="kind of bad data to add; may be repeated")
    parser.add_argument("--products-csv", type=Path, nargs="+", default=[], help="product exports instead of made ones")
    parser.add_argument("--orders-csv", type=Path, nargs="+", default=[], help="order exports instead of made ones")
    parser.add_argument("--plan", choices=RESTORE_RATES, default="standard", help="the bucket's size (%(default)s)")
    return parser.parse_args(arguments)


def origin_of(options: argparse.Namespace) -> Origin:
    """Describes what to make the store from, as snapshots do."""
    files = [f"products:{path}" for path in options.products_csv] + [f"orders:{path}" for path in options.orders_csv]
    if files:
        return Origin(kind="files", files=files)
    return Origin(
        kind="generated",
        seed=options.seed,
        products=options.products,
        orders=options.orders,
        anchor=options.anchor,
        mischief=options.mischief,
    )


def _size(text: str) -> int:
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of 0 or more")
    return int(text)


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not an ISO 8601 instant such as 2026-11-20T12:00:00Z") from None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).replace(microsecond=0)
