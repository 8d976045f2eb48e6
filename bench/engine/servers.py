"""Valkey and PostgreSQL go away, in every way; nothing is lost, and nobody has to start anything again."""

import signal
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import redis

from bench.engine import load
from bench.engine.proxy import Proxy
from bench.engine.stage import Stage

DONE_WITHIN = 45.0
BETWEEN_FAULTS = 60


def redis_faults(stage: Stage) -> dict[str, Any]:
    """Workers come to Valkey through a proxy, so that their connections can be left half open."""
    address = urlsplit(stage.valkey.url)
    proxy = Proxy(address.port or 6379)
    proxy.start()
    stage.worker_env = {"REDIS_URL": stage.valkey.url.replace(f":{address.port}", f":{proxy.port}", 1)}
    for name in ("one", "two", "three"):
        stage.start_engine_worker(name)
    stage.keep_workers()
    told: dict[str, Any] = {}
    pks: list[int] = []
    silenced: list[int] = []
    faults: dict[str, Callable[[], object]] = {
        **_faults(stage),
        "half open": lambda: silenced.append(proxy.silence()),
    }
    for name, fault in faults.items():
        pks += load.add("bench.tally", BETWEEN_FAULTS)
        time.sleep(2)
        fault()
        pks += load.add("bench.tally", BETWEEN_FAULTS)
        took = load.drained(180)
        told[name] = took and round(took, 1)
    verdict = _verdict(pks, told)
    good = verdict["good"] and sum(silenced) > 0
    proxy.stop()
    return {**verdict, "good": good, "half_open": sum(silenced), "workers_restarted": stage.restarted}


def _faults(stage: Stage) -> dict[str, Callable[[], object]]:
    client = redis.Redis.from_url(stage.valkey.url)

    def restart(*, forget: bool) -> None:
        stage.kill_valkey(forget=forget)
        load.add("bench.tally", 0)
        time.sleep(3)
        stage.restart(stage.valkey)

    def freeze() -> None:
        process = stage.valkey.process
        if process is not None:
            process.send_signal(signal.SIGSTOP)
            time.sleep(20)
            process.send_signal(signal.SIGCONT)

    def fill() -> None:
        client.config_set("maxmemory-policy", "noeviction")
        client.config_set("maxmemory", "1mb")
        time.sleep(10)
        client.config_set("maxmemory", "0")

    return {
        "FLUSHALL": stage.forget_messages,
        "kill -9": lambda: restart(forget=False),
        "back empty": lambda: restart(forget=True),
        "frozen for 20 s": freeze,
        "memory full": fill,
    }


def pg_restarts(stage: Stage, *, times: int = 5) -> dict[str, Any]:
    for name in ("one", "two"):
        stage.start_engine_worker(name)
    told: dict[str, Any] = {}
    pks: list[int] = []
    for number in range(times):
        pks += load.add("bench.tally", BETWEEN_FAULTS)
        time.sleep(3)
        stage.crash_postgres()
        stage.restart(stage.postgres)
        took = load.drained(180)
        told[f"crash {number + 1}"] = took and round(took, 1)
    alive = all(process.poll() is None for process in stage.workers.values())
    verdict = _verdict(pks, told)
    return {**verdict, "good": verdict["good"] and alive, "processes_alive": alive}


def _verdict(pks: list[int], told: dict[str, Any]) -> dict[str, Any]:
    """`told`: seconds from the end of each fault until every run was done."""
    books = load.books(pks)
    in_time = all(seconds is not None and seconds <= DONE_WITHIN for seconds in told.values())
    good = books.good and in_time and len(pks) > 0
    return {"good": good, "runs": len(pks), "lost": len(books.lost), "doubled": len(books.doubled), "seconds": told}
