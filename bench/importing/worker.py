"""One measured load in a process of its own, as a worker would do it: seconds, rows and memory as one line of JSON.

The result file comes from an HTTP server, so the download is part of what is measured; Shopify itself is not.
"""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

from jobmanager.embedded.server import free_port


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a file server, which is a process of its own as Shopify's storage is."""
    port = free_port()
    command = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "--directory", str(folder), str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


def peak_mb(*, anew: bool = False) -> float:
    """The most memory this process has held, in MB; `anew` forgets what it held before. (getrusage's figure survives
    exec, so it would tell the size of the process that started this one.)
    """
    if anew:
        Path("/proc/self/clear_refs").write_text("5")
    told = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(told[1]) / 1024 if told else 0.0


def load(kind: str, path: Path, address: str) -> dict[str, Any]:
    from django.conf import settings

    from integrations.shopify.bulk_load import carry_out, merge, request, stage
    from integrations.shopify.bulk_load.contract import Work
    from integrations.shopify.bulk_load.source import ResultFile
    from integrations.shopify.orders.bulk import SUBJECT as ORDERS
    from integrations.shopify.products.bulk import SUBJECT as PRODUCTS
    from jobs.engine.run import Run
    from jobs.models import JobRun
    from oms.models import Shop
    from work import claim

    shop = Shop.objects.get()
    row = JobRun.objects.create(key="initial_load.import_orders", shop=shop)
    run = Run(claim.claim(JobRun, row.pk))  # type: ignore[arg-type]
    settings.SANDBOX_URL = address
    file = ResultFile(f"{settings.SANDBOX_URL}/{path.name}")
    for module in (stage, merge):
        vars(module)["source_of"] = lambda work: file
    subject = {"orders": ORDERS, "products": PRODUCTS}[kind]
    idle = peak_mb(anew=True)
    began, processor = time.perf_counter(), time.process_time()
    request.stage_anew(Work(run, shop, subject, "", None))
    carry_out(run, shop, None, subject)  # type: ignore[arg-type]
    seconds = time.perf_counter() - began
    JobRun.objects.filter(pk=row.pk).update(state="done", finished_at=row.created_at)
    grown = peak_mb() - idle
    return {
        "seconds": seconds,
        "python_seconds": time.process_time() - processor,
        "mb_above_idle": grown,
        **dict(run.counters),
    }


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobmanager.settings")
    django.setup()
    kind, path = sys.argv[1], Path(sys.argv[2])
    with served(path.parent) as address:
        print(json.dumps(load(kind, path, address)))


if __name__ == "__main__":
    main()
