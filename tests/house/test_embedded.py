"""The embedded servers: real processes, killed for real."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import psycopg2
import pytest
import redis

from tests.architecture.tree import ROOT


def runner(var: Path, *command: str, flags: tuple[str, ...] = ()) -> subprocess.Popen[str]:
    """`python -m jobmanager.embedded run -- command` with both servers of its own."""
    own = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "FIELD_KEYS")
    env = {name: value for name, value in os.environ.items() if name not in own} | {"VAR_DIR": str(var)}
    return subprocess.Popen(
        [sys.executable, "-m", "jobmanager.embedded", "run", *flags, "--", *command],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def services(var: Path) -> dict[str, Any]:
    return dict(json.loads((var / "run" / "services.json").read_text()))


def until(what: str, condition: Any, seconds: float = 40) -> Any:
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        try:
            if found := condition():
                return found
        except (OSError, ValueError, psycopg2.Error, redis.RedisError, KeyError):
            pass
        time.sleep(0.05)
    raise AssertionError(f"never came: {what}")


def both(var: Path) -> dict[str, Any] | None:
    found = services(var)
    return found if {"DATABASE_URL", "REDIS_URL"} <= set(found) else None


def gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def ask(url: str, sql: str) -> list[Any]:
    connection = psycopg2.connect(url, connect_timeout=2)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "var"
    for number in psutil.pids():
        try:
            mine = str(tmp_path) in psutil.Process(number).cwd()
        except psutil.Error:
            continue
        assert not mine, "a server was left running"


def test_a_command_gets_both_servers_and_its_exit_code_comes_back(var: Path) -> None:
    script = "import os, sys; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL']); sys.exit(7)"
    process = runner(var, sys.executable, "-c", script)
    out, err = process.communicate(timeout=240)
    assert process.returncode == 7, err
    assert out.startswith("postgresql://") and "redis://" in out
    assert not (var / "run" / "services.json").exists()


def test_what_the_servers_promise(var: Path) -> None:
    process = runner(var, "sleep", "60")
    found = until("both servers", lambda: both(var))
    shown = {name: ask(found["DATABASE_URL"], f"SHOW {name}")[0][0] for name in ("fsync", "synchronous_commit")}
    assert shown == {"fsync": "on", "synchronous_commit": "on"}
    assert ask(found["DATABASE_URL"], "SELECT current_setting('server_version_num')::int")[0][0] >= 180000
    ask(found["DATABASE_URL"], "CREATE EXTENSION pg_trgm")
    with redis.Redis.from_url(found["REDIS_URL"]) as client:
        assert client.config_get("appendonly")["appendonly"] == "yes"
    stranger = redis.Redis(host="127.0.0.1", port=found["ports"]["valkey"])
    with pytest.raises(redis.AuthenticationError):
        stranger.ping()
    assert (var / "run" / "services.json").stat().st_mode & 0o077 == 0
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=240)
    assert process.returncode == 128 + signal.SIGTERM


def test_a_killed_server_comes_back_on_its_port_with_its_data(var: Path) -> None:
    process = runner(var, "sleep", "120")
    found = until("both servers", lambda: both(var))
    ask(found["DATABASE_URL"], "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    with redis.Redis.from_url(found["REDIS_URL"]) as client:
        for number in range(1000):
            client.set(f"k{number}", number)
    for pid in found["pids"].values():
        os.kill(pid, signal.SIGKILL)
    until("PostgreSQL again", lambda: ask(found["DATABASE_URL"], "SELECT count(*) FROM kept") == [(1000,)])
    with redis.Redis.from_url(found["REDIS_URL"]) as client:
        assert until("Valkey again", client.dbsize) == 1000
    now = until("the new process numbers", lambda: services(var)["pids"] != found["pids"] and services(var))
    assert now["ports"] == found["ports"]
    process.terminate()
    process.communicate(timeout=240)


def test_a_killed_runner_takes_the_servers_along_and_the_next_one_recovers(var: Path) -> None:
    first = runner(var, "sleep", "120")
    found = until("both servers", lambda: both(var))
    ask(found["DATABASE_URL"], "CREATE TABLE kept AS SELECT 1 AS n")
    first.kill()
    first.communicate()
    until("the end of the servers", lambda: all(gone(pid) for pid in found["pids"].values()))
    # A process number that now belongs to somebody else: to us.
    (var / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{var / 'postgres'}\n0\n0\n\n\n")
    (var / "valkey" / "valkey.pid").write_text(f"{os.getpid()}\n")
    script = "import os, psycopg2 as p; p.connect(os.environ['DATABASE_URL']).cursor().execute('SELECT n FROM kept')"
    second = runner(var, sys.executable, "-c", script)
    _, err = second.communicate(timeout=240)
    assert second.returncode == 0, err


def test_a_second_command_shares_the_running_servers(var: Path) -> None:
    first = runner(var, "sleep", "120")
    found = until("both servers", lambda: both(var))
    second = runner(var, sys.executable, "-c", "import os; print(os.environ['DATABASE_URL'])")
    out, _ = second.communicate(timeout=240)
    assert out.strip() == found["DATABASE_URL"]
    assert ask(found["DATABASE_URL"], "SELECT 1") == [(1,)]
    first.terminate()
    first.communicate(timeout=240)


def test_fresh_servers_leave_nothing(var: Path) -> None:
    process = runner(var, sys.executable, "-c", "import os; print(os.environ['VAR_DIR'])", flags=("--fresh",))
    out, err = process.communicate(timeout=240)
    assert process.returncode == 0, err
    assert Path(out.strip()).parent == var / "fresh"
    assert list((var / "fresh").iterdir()) == []


FSYNC = (
    "import os, psycopg2 as p; c = p.connect(os.environ['DATABASE_URL']).cursor(); c.execute('SHOW fsync'); print(*c)"
)


@pytest.mark.parametrize(("flags", "fsync"), [(("--fresh",), "on"), (("--fresh", "--unsynced"), "off")])
def test_only_servers_for_tests_do_not_wait_for_the_disk(var: Path, flags: tuple[str, ...], fsync: str) -> None:
    out, err = runner(var, sys.executable, "-c", FSYNC, flags=flags).communicate(timeout=240)
    assert out.strip() == f"('{fsync}',)", err


def test_data_that_is_kept_is_never_unsynced(var: Path) -> None:
    process = runner(var, "true", flags=("--unsynced",))
    _, err = process.communicate(timeout=240)
    assert process.returncode == 2 and "give --fresh too" in err


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file, not a folder")
    process = runner(tmp_path / "var", "true")
    _, err = process.communicate(timeout=240)
    assert process.returncode == 2
    assert "Traceback" not in err and "VAR_DIR" in err


def test_a_command_that_is_not_there_is_a_sentence(var: Path) -> None:
    process = runner(var, "./no-such-command")
    _, err = process.communicate(timeout=240)
    assert process.returncode == 2
    assert err.strip() == "./no-such-command can't be run: No such file or directory"
