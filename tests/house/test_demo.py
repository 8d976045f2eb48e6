"""bin/demo: what it refuses with a sentence, and the whole play against real processes."""

import fcntl
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from tests.architecture.tree import ROOT
from tests.waiting import until

_OWN = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "FIELD_KEYS", "TESTING")


def demo(var: Path, *arguments: str) -> subprocess.Popen[str]:
    env = {name: value for name, value in os.environ.items() if name not in _OWN} | {"VAR_DIR": str(var)}
    command = [sys.executable, "-m", "jobmanager.demo", *arguments]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def trial(folder: Path) -> Iterator[Path]:
    """A var/ of its own; afterwards nothing that was started there still runs."""
    yield folder / "var"
    left = [process for process in psutil.process_iter(["environ"]) if _belongs(process, folder)]
    for process in left:
        process.kill()
    assert left == []


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    with trial(tmp_path) as made:
        yield made


def _belongs(process: psutil.Process, folder: Path) -> bool:
    return str(folder / "var") == (process.info["environ"] or {}).get("VAR_DIR")


def test_a_busy_port_is_a_sentence(var: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        out, _ = demo(var, "--port", str(port)).communicate(timeout=240)
    assert out.strip() == (f"Port {port} is taken by another program: end that one, or choose another port with --port")


def test_a_second_start_is_a_sentence(var: Path) -> None:
    lock = var / "run" / "demo.lock"
    lock.parent.mkdir(parents=True)
    with lock.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        process = demo(var, "--port", str(free_port()))
        out, _ = process.communicate(timeout=240)
    assert process.returncode == 2
    assert out.strip() == "bin/demo is already running in this folder: use it, or end it with Ctrl-C"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--port", "0"), "0 is no port"),
        (("--port", "seventy"), "seventy is no port"),
        (("--orders", "-5"), "expected one argument|is no number of records"),
        (("--products", "1e9"), "1e9 is no number of records"),
    ],
)
def test_a_wrong_argument_is_a_sentence(var: Path, arguments: tuple[str, str], sentence: str) -> None:
    process = demo(var, *arguments)
    out, _ = process.communicate(timeout=240)
    assert process.returncode == 2
    assert re.search(sentence, out)


def counts(output: str, job: str) -> dict[str, int]:
    found = re.search(rf"^{job}: done in .*?: (.*)$", output, re.MULTILINE)
    assert found, output
    return {name: int(number.replace(",", "")) for name, number in re.findall(r"(\w+) ([\d,]+)", found.group(1))}


def placed(output: str) -> int:
    """Orders that the day of the shop brought, which have arrived by webhook when the demo ends."""
    found = re.search(r"^A day of the shop: .*?(\d+) placed", output, re.MULTILINE)
    assert found, output
    return int(found.group(1))


@dataclass
class Plays:
    """What the first play said, and the second one in the same folder, which goes on; `said`: until it was ready."""

    folder: Path
    first: str
    second: subprocess.Popen[str]
    port: int
    said: str


@pytest.fixture(scope="module")
def plays(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plays]:
    """Two plays for both tests: each takes half a minute of processor time."""
    folder, port = tmp_path_factory.mktemp("plays"), free_port()
    with trial(folder) as var:
        first = demo(var, "--once", "--port", str(free_port()), "--products", "30", "--orders", "90")
        out, _ = first.communicate(timeout=1700)
        assert first.returncode == 0, out
        second = demo(var, "--port", str(port))
        try:
            yield Plays(folder, out, second, port, _until_ready(second))
        finally:
            second.send_signal(signal.SIGINT)  # one that has ended is past caring
            second.communicate(timeout=600)


def _until_ready(process: subprocess.Popen[str]) -> str:
    said: list[str] = []
    assert process.stdout
    for line in process.stdout:
        said.append(line)
        if "Ctrl-C ends everything" in line:
            break
    return "".join(said)


@pytest.mark.demo
@pytest.mark.timeout(1800)
def test_the_play_imports_all_and_a_second_one_finds_it_unchanged(plays: Plays) -> None:
    products, orders = counts(plays.first, "Import Products in Bulk"), counts(plays.first, "Import Orders in Bulk")
    assert products["created"] >= 30 and products["unchanged"] == products["updated"] == products["failed"] == 0
    assert orders["created"] + orders["skipped"] >= 90 and orders["unchanged"] == orders["failed"] == 0
    orders["created"] += placed(plays.first)
    for before, job in ((products, "Import Products in Bulk"), (orders, "Import Orders in Bulk")):
        after = counts(plays.said, job)
        assert after["unchanged"] == before["created"], plays.first + plays.said
        assert after["created"] == after["updated"] == after["failed"] == 0
    assert placed(plays.said), "the day arrived once more"


@pytest.mark.demo
@pytest.mark.timeout(1800)
def test_it_serves_until_told_to_end_and_mends_a_killed_process(plays: Plays) -> None:
    page = f"http://127.0.0.1:{plays.port}/login/"
    assert urllib.request.urlopen(page, timeout=240).status == 200
    children = [child for child in psutil.process_iter(["cmdline", "environ"]) if _belongs(child, plays.folder)]
    web = [child for child in children if "gunicorn" in child.info["cmdline"]]
    for child in web:
        child.kill()

    def answers() -> bool:
        try:
            return bool(urllib.request.urlopen(page, timeout=240).status == 200)
        except OSError:
            return False

    until("the web server is back", answers)
    plays.second.send_signal(signal.SIGINT)
    out, _ = plays.second.communicate(timeout=600)
    assert "web ended (signal SIGKILL): starting it again" in out
    assert plays.second.returncode == 0
