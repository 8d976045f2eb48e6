"""Runs the store as a process: python -m sandbox.

It makes or loads the content, answers until it is stopped, and saves every change.
"""

from __future__ import annotations

import argparse
import gc
import logging
import signal
import sys
import threading
import time

from sandbox.autosave import Keeper
from sandbox.command_line import origin_of, parse
from sandbox.cost.bucket import RESTORE_RATES
from sandbox.files import FileError, load
from sandbox.generator import generate
from sandbox.graphql.schema import admin_schema
from sandbox.http.server import Server
from sandbox.routes import ROUTES
from sandbox.state.snapshot import DamagedSnapshot
from sandbox.state.store import Store
from sandbox.world import World

SAVE_EVERY = 3.0
logger = logging.getLogger("sandbox")


def main() -> int:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    options = parse()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        _serve(options, stop)
    except (FileError, DamagedSnapshot, ValueError, OSError) as error:
        sys.stderr.write(f"The sandbox store can't start: {error}\n")
        return 1
    return 0


def _serve(options: argparse.Namespace, stop: threading.Event) -> None:
    # Hundreds of thousands of records come into being now and none goes: the collector would only look at them all
    # again and again.
    gc.disable()
    keeper = Keeper(options.var) if options.var else None
    kept = keeper.load(None if options.keep else origin_of(options)) if keeper else None
    world = World(kept or _filled(options), options.var)
    world.url = options.url
    world.buckets.restore_rate = RESTORE_RATES[options.plan]
    admin_schema()
    server = Server(world, ROUTES, options.host, options.port)
    gc.freeze()
    gc.enable()
    thread = threading.Thread(target=server.serve_forever, name="server")
    thread.start()
    store = world.store
    how = "loaded" if kept else "made"
    logger.info("%s: %s products, %s orders (%s)", world.url, len(store.products), len(store.orders), how)
    try:
        _keep(keeper, store, stop)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        # Never let go of again: a call still on its way must not be told of a change that isn't kept.
        store.lock.acquire()
        if keeper:
            keeper.save(store)


def _keep(keeper: Keeper | None, store: Store, stop: threading.Event) -> None:
    """Saves the store again and again until it is stopped.

    It saves once at the beginning too, for a made store is a little different each time. A save stops the store for a
    while, so a big one is saved less often: a twentieth of the time at most. A disk that is full now may have room at
    the end.
    """
    while True:
        begun = time.monotonic()
        try:
            if keeper:
                keeper.save(store)
        except OSError:
            logger.exception("The store could not be saved")
        if stop.wait(max(SAVE_EVERY, 20 * (time.monotonic() - begun))):
            return


def _filled(options: argparse.Namespace) -> Store:
    store = Store()
    if options.products_csv or options.orders_csv:
        for remark in load(store, products=options.products_csv, orders=options.orders_csv):
            logger.warning("%s", remark)
        return store
    generate(
        store,
        options.products,
        options.orders,
        options.seed,
        anchor=options.anchor,
        mischief=options.mischief,
    )
    return store


if __name__ == "__main__":
    sys.exit(main())
