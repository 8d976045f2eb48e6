"""Reads bin/demo's options, checks the machine, starts servers and play."""

import argparse
import contextlib
import fcntl
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from jobmanager.demo.ports import HOST, next_free, why_not
from jobmanager.embedded.kept import var_dir
from jobmanager.embedded.process import CannotStart
from jobmanager.embedded.runner import run

_SANDBOX_PORT = 9292
_RECEIVER_PORT = 8001


def _arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/demo", description="Start Job Manager with a sandbox store and import its products and orders."
    )
    parser.add_argument(
        "--once", action="store_true", help="end when the import has ended; exit code 0 if it succeeded"
    )
    parser.add_argument("--port", type=_port, default=8000, metavar="N", help="where the console answers (8000)")
    parser.add_argument("--products", type=_count, default=1000, metavar="N", help="products of a new store (1000)")
    parser.add_argument("--orders", type=_count, default=5100, metavar="N", help="orders of a new store (5100)")
    return parser.parse_args(given)


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is no port: 1 to 65535")
    return int(text)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) > 10_000_000:
        raise argparse.ArgumentTypeError(f"{text} is no number of records: 0 to 10000000")
    return int(text)


@contextlib.contextmanager
def _only_one(var: Path) -> Iterator[None]:
    path = var / "run" / "demo.lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.open("a")
    except OSError as error:
        raise CannotStart(
            f"{path.parent} can't be written ({error.strerror}): name another folder in VAR_DIR"
        ) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart("bin/demo is already running in this folder: use it, or end it with Ctrl-C") from None
        yield


def main() -> int:
    chosen = _arguments()
    try:
        with _only_one(var_dir()):
            refusal = why_not(chosen.port)
            if refusal:
                raise CannotStart(refusal)
            sandbox = next_free(_SANDBOX_PORT, but=(chosen.port,))
            receiver = next_free(_RECEIVER_PORT, but=(chosen.port, sandbox))
            os.environ.update(
                DEMO="1",
                DEMO_ONCE="1" if chosen.once else "",
                DEMO_PORT=str(chosen.port),
                DEMO_PRODUCTS=str(chosen.products),
                DEMO_ORDERS=str(chosen.orders),
                SANDBOX_URL=f"http://{HOST}:{sandbox}",
                WEBHOOK_ADDRESS=f"http://{HOST}:{receiver}/hooks/shopify/",
            )
            return run([sys.executable, "-m", "jobmanager.demo.play"])
    except CannotStart as sentence:
        sys.stderr.write(f"{sentence}\n")
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
