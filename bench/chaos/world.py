"""The machine under torture: PostgreSQL, Valkey, the sandbox store and the workers, all real processes of its own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import psycopg2
import redis

from jobmanager.embedded.kept import local_fernet_key, local_secret
from jobmanager.embedded.postgres import Postgres
from jobmanager.embedded.process import CannotStart, end, spawn, tail
from jobmanager.embedded.server import free_port
from jobmanager.embedded.valkey import Valkey

DATABASE = "jobmanager"
ENGINE = {"ENGINE_LEASE": "4", "ENGINE_SWEEP_EVERY": "1", "ENGINE_RESEND_AFTER": "2"}
# Lines to a batch of the download; a twelfth as many records to a span.
SMALL = "300"
QUEUES = {"bulk": "bulk", "jobs": "webhooks,jobs"}
_BOOT = 120.0


class World:
    """One folder holds all of it. `start` also points this process's environment at it, before Django is set up.

    Not `synced`: PostgreSQL does not wait for the disk, which only a power failure would show.
    """

    def __init__(
        self, folder: Path, *, products: int, orders: int, seed: int, mutant: str = "", synced: bool = True
    ) -> None:
        self.folder = folder
        self.size: tuple[str, ...] = ("--products", str(products), "--orders", str(orders), "--seed", str(seed))
        self.mutant = mutant
        self.postgres, self.valkey = Postgres(folder, synced), Valkey(folder)
        self.sandbox_url = f"http://127.0.0.1:{free_port()}"
        self.sandbox: subprocess.Popen[bytes] | None = None
        self.workers: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        os.environ["VAR_DIR"] = str(self.folder)
        self.postgres.start()
        self.valkey.start()
        os.environ.update(
            DATABASE_URL=self.postgres.url,
            REDIS_URL=self.valkey.url,
            SANDBOX_URL=self.sandbox_url,
            SECRET_KEY=local_secret(self.folder, "secret_key"),
            FIELD_KEYS=local_fernet_key(self.folder),
            DJANGO_SETTINGS_MODULE="jobmanager.settings",
            CHAOS_SMALL=SMALL,
            **ENGINE,
        )
        os.environ.pop("DEMO", None)
        self.start_sandbox()

    def start_sandbox(self) -> None:
        port = self.sandbox_url.rpartition(":")[2]
        command = [sys.executable, "-m", "sandbox", "--port", port, "--var", str(self.folder / "sandbox"), *self.size]
        self.sandbox = spawn(command, log=self.log("sandbox"))
        give_up = time.monotonic() + _BOOT
        while not self._sandbox_answers():
            if self.sandbox.poll() is not None or time.monotonic() > give_up:
                raise CannotStart(f"The sandbox store did not start:\n{tail(self.log('sandbox'))}")
            time.sleep(0.1)

    def kill_sandbox(self) -> None:
        """kill -9 of the shop: its content comes back, its tokens and bulk operations do not."""
        if self.sandbox is not None:
            self.sandbox.kill()
            self.sandbox.wait(20)

    def _sandbox_answers(self) -> bool:
        with suppress(OSError):
            self.ask_sandbox("info")
            return True
        return False

    def ask_sandbox(self, path: str, body: Mapping[str, object] | None = None, method: str = "") -> dict[str, Any]:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"{self.sandbox_url}/__sandbox/{path}",
            data=data,
            headers={"Content-Type": "application/json"},
            method=method or ("GET" if data is None else "POST"),
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                found = json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{path}: {error.code} {error.read()[:500]!r}") from None
        return found if isinstance(found, dict) else {"list": found}

    def log(self, name: str) -> Path:
        path = self.folder / "log" / f"{name}.log"
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def start_worker(self, name: str, queue: str, env: Mapping[str, str] | None = None) -> None:
        command = [sys.executable, "-m", "celery", "-A", "bench.chaos.inside", "worker", "-n", f"{name}@torture"]
        chosen = {**os.environ, "CHAOS_MUTANT": self.mutant, **(env or {})}
        self.workers[name] = spawn(
            [*command, "-Q", QUEUES[queue], "-c", "1", "--loglevel", "INFO", "--without-mingle", "--without-gossip"],
            log=self.log(name),
            env=chosen,
        )

    def signal_worker(self, name: str, number: signal.Signals) -> None:
        """To the parent and its child: the whole worker."""
        with suppress(ProcessLookupError):
            os.killpg(self.workers[name].pid, number)

    def kill_worker(self, name: str) -> None:
        process = self.workers.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)

    def is_child(self, pid: int, name: str) -> bool:
        worker = self.workers.get(name)
        with suppress(psutil.Error):
            return worker is not None and psutil.Process(pid).ppid() == worker.pid
        return False

    def kill_valkey(self, *, forget: bool) -> None:
        """kill -9. `forget`: what it had written is gone too."""
        if self.valkey.process is not None:
            self.valkey.process.kill()
            self.valkey.process.wait(20)
        if forget:
            shutil.rmtree(self.valkey.data / "appendonlydir", ignore_errors=True)

    def crash_postgres(self) -> None:
        """As `pg_ctl stop -m immediate`: no shutdown, recovery at the next start."""
        if self.postgres.process is not None:
            self.postgres.process.send_signal(signal.SIGQUIT)
            self.postgres.process.wait(30)

    def restart(self, server: Postgres | Valkey) -> None:
        give_up = time.monotonic() + 40
        while not server.watch():
            if time.monotonic() > give_up:
                raise CannotStart(f"{server.name} is not started again")
            time.sleep(0.1)
        if not server.wait(40):
            raise CannotStart(f"{server.name} did not come back:\n{tail(server.log)}")

    def forget_messages(self) -> None:
        redis.Redis.from_url(self.valkey.url).flushall()

    def copy_database(self, source: str, target: str) -> None:
        """Whoever is connected to either is thrown out: a worker that sweeps comes back by itself."""
        self._administer(
            f"DROP DATABASE IF EXISTS {target} WITH (FORCE)",
            f"ALTER DATABASE {source} ALLOW_CONNECTIONS false",
            f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{source}'",
            f"CREATE DATABASE {target} TEMPLATE {source} STRATEGY FILE_COPY",
            f"ALTER DATABASE {source} ALLOW_CONNECTIONS true",
        )

    def _administer(self, *statements: str) -> None:
        connection = psycopg2.connect(self.postgres.url.rpartition("/")[0] + "/postgres")
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        finally:
            connection.close()

    def stop(self) -> None:
        for name in list(self.workers):
            self.signal_worker(name, signal.SIGCONT)
            self.kill_worker(name)
        if self.sandbox is not None:
            end(self.sandbox, (signal.SIGTERM, 5.0))
        self.valkey.stop()
        self.postgres.stop()
