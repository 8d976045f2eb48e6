"""Lists the processes of a trial.

The same six that docker-compose.yml runs on servers.
"""

import contextlib
import os
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

from jobmanager.celery import app
from jobmanager.demo.supervisor import Part


def _answers(url: str) -> Callable[[], bool]:
    def ask() -> bool:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
        return False

    return ask


def _pings(worker: str) -> Callable[[], bool]:
    def ask() -> bool:
        try:
            return bool(app.control.ping(destination=[worker], timeout=0.5))
        except Exception:  # the broker may be starting again: whatever it is, the worker isn't there yet
            return False

    return ask


def _worker(name: str, queues: str, processes: int) -> Part:
    node = f"{name}@demo"
    command = _python("celery", "-A", "jobmanager", "worker", "-n", node, "-Q", queues, "-c", str(processes))
    return Part(name, [*command, "--loglevel", "INFO"], _pings(node))


def _python(*module: str) -> list[str]:
    return [sys.executable, "-m", *module]


def _receiver(address: str) -> Part:
    """What Shopify calls: a process of its own, so that a rush of webhooks delays no page."""
    base, _, _ = address.rpartition("/hooks/")
    uvicorn = _python("uvicorn", "jobmanager.receiver:application", "--port", base.rpartition(":")[2])
    return Part("webhooks", [*uvicorn, "--no-access-log"], _answers(f"{base}/hooks/health/"))


def parts(var: Path, *, port: int, sandbox_url: str, webhook_address: str, products: int, orders: int) -> list[Part]:
    sandbox_port = sandbox_url.rpartition(":")[2]
    # A store with an OMS behind it is on Plus, whose API may be asked ten times as much as a standard store's.
    size = ("--products", str(products), "--orders", str(orders), "--seed", "1", "--plan", "plus")
    sandbox = _python("sandbox", "--port", sandbox_port, "--var", str(var / "sandbox"), "--keep", *size)
    gunicorn = _python("gunicorn", "jobmanager.wsgi", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread")
    web = [*gunicorn, "--workers", "2", "--threads", "8", "--no-control-socket", "--access-logfile", "-"]
    return [
        Part("sandbox", sandbox, _answers(f"{sandbox_url}/__sandbox/info"), patience=300.0),
        Part("web", web, _answers(f"http://127.0.0.1:{port}/login/")),
        _receiver(webhook_address),
        _worker("worker", "webhooks,jobs", 2),
        _worker("bulk-worker", "bulk", 1),
        Part("beat", [*_python("celery", "-A", "jobmanager", "beat"), "--pidfile="], lambda: True),
    ]


def from_environment(var: Path) -> list[Part]:
    return parts(
        var,
        port=int(os.environ["DEMO_PORT"]),
        sandbox_url=os.environ["SANDBOX_URL"],
        webhook_address=os.environ["WEBHOOK_ADDRESS"],
        products=int(os.environ["DEMO_PRODUCTS"]),
        orders=int(os.environ["DEMO_ORDERS"]),
    )
