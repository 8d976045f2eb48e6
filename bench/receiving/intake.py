"""Taking in: PostgreSQL alone, ours, the usual view as it is and at its best; for some seconds with 64 connections."""

import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

from bench.receiving import cost, processes, sample
from jobmanager.embedded.system_user import programs
from oms.models import Shop

CONNECTIONS = 64


@dataclass(frozen=True)
class Rate:
    """Requests a second; milliseconds of the half and of the 99th of a hundred; answers that were no 200; milliseconds
    of processor time for each, in the server and the database; connections to the database opened for each."""

    a_second: float
    p50: float = 0.0
    p99: float = 0.0
    wrong: int = 0
    cost: float = 0.0
    opened: float = 0.0


def pgbench(folder: Path, seconds: int, url: str) -> Rate:
    """The same row into the same table with its indexes, prepared: the body is not even sent each time."""
    content = sample.body()
    script = folder / "insert.sql"
    script.write_text(
        "\\set a random(1, 9000000000000000)\n\\set b random(1, 9000000000000000)\n"
        "INSERT INTO webhooks_webhookevent (shop_id, topic, lane, webhook_id, event_id, triggered_at, api_version,"
        f" headers, body, size, digest) VALUES ({Shop.objects.get(domain=sample.DOMAIN).pk}, '{sample.TOPIC}',"
        " 'order:' || :a, 'w' || :a || '-' || :b, 'e' || :b || '-' || :a, now(), '2026-10',"
        f" '{{\"x-shopify-topic\": \"{sample.TOPIC}\"}}', '\\x{content.hex()}', {len(content)},"
        " sha256(int8send(:a))) ON CONFLICT DO NOTHING;\n"
    )
    size = ("-n", "-M", "prepared", "-c", str(CONNECTIONS), "-j", "2", "-T", str(seconds))
    before = cost.database()
    done = subprocess.run(
        [programs() / "pgbench", *size, "-f", script, url], capture_output=True, text=True, check=False
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("tps = ")]
    if done.returncode or not lines:
        raise SystemExit(f"pgbench failed: {done.stderr[-500:]}")
    a_second = float(lines[0].split()[2])
    return Rate(a_second, cost=(cost.database() - before) * 1000 / (a_second * seconds))


def wrk(folder: Path, seconds: int, base: str) -> Rate:
    script = folder / "post.lua"
    script.write_text(sample.wrk_script(sample.body()))
    size = ("-t", "1", "-c", str(CONNECTIONS), "-d", str(seconds), "--timeout", "10s")
    done = subprocess.run(
        ["wrk", *size, "-s", script, f"{base}/hooks/shopify/"], capture_output=True, text=True, check=False
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    if done.returncode or not lines:
        raise SystemExit(f"wrk failed: {done.stdout[-300:]} {done.stderr[-300:]}")
    requests, microseconds, wrong, p50, p99 = (float(word) for word in lines[0].split()[1:])
    return Rate(requests / microseconds * 1e6, p50, p99, int(wrong))


def ours(folder: Path, seconds: int) -> Rate:
    with processes.receiver(folder) as served:
        return _measured(folder, seconds, served)


def usual(folder: Path, seconds: int) -> Rate:
    with processes.usual_view(folder, "bench.receiving.usual_settings") as served:
        rate = _measured(folder, seconds, served)
    if rate.opened < 0.9:
        raise SystemExit(f"The usual view opened {rate.opened:.2f} connections for each delivery instead of one")
    return rate


def kept(folder: Path, seconds: int) -> Rate:
    """The usual view with connections that live on."""
    with processes.usual_view(folder, "bench.receiving.kept_settings") as served:
        return _measured(folder, seconds, served)


def _measured(folder: Path, seconds: int, served: processes.Served) -> Rate:
    """After two seconds to get warm."""
    wrk(folder, 2, served.base)
    before, opened = cost.serving(served.pid), cost.connections()
    rate = wrk(folder, seconds, served.base)
    many = rate.a_second * seconds
    return replace(
        rate, cost=(cost.serving(served.pid) - before) * 1000 / many, opened=(cost.connections() - opened) / many
    )
