"""The supervisor: start in order, start again with a longer wait each time, end all."""

import os
import signal
import sys
from pathlib import Path

import pytest

from jobmanager.demo.supervisor import Part, Supervisor
from jobmanager.embedded.process import CannotStart

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
STUBBORN = [
    sys.executable, "-u", "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf'); time.sleep(600)",
]  # fmt: skip


def supervisor(tmp_path: Path, *parts: Part) -> tuple[Supervisor, list[str]]:
    said: list[str] = []
    return Supervisor(parts, tmp_path / "log", said.append), said


def test_a_killed_process_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = Part("steady", SLEEP, lambda: True)
    keeper, said = supervisor(tmp_path, part)
    keeper.start()
    assert part.process
    first = part.process.pid
    os.kill(first, signal.SIGKILL)
    part.process.wait()
    keeper.tick()
    assert "steady ended (signal SIGKILL): starting it again in 1 s" in said[0]
    assert part.process is None
    keeper.tick()
    assert part.process is None  # not yet
    part.start_again_at = 0
    keeper.tick()
    assert part.process is not None and part.process.pid != first
    keeper.stop()


def test_a_process_that_keeps_dying_waits_longer_each_time(tmp_path: Path) -> None:
    part = Part("fragile", [sys.executable, "-c", "raise SystemExit(3)"], lambda: True)
    keeper, said = supervisor(tmp_path, part)
    keeper.start()
    for _ in range(7):
        assert part.process
        part.process.wait()
        keeper.tick()
        part.start_again_at = 0
        keeper.tick()
    waits = [line.split("again in ")[1].split(" s")[0] for line in said]
    assert waits == ["1", "2", "4", "8", "16", "30", "30"]
    assert "exit code 3" in said[0]
    keeper.stop()


def test_a_process_that_does_not_get_ready_is_shown_with_its_log(tmp_path: Path) -> None:
    broken = Part("broken", [sys.executable, "-c", "print('no such table'); raise SystemExit(1)"], lambda: False)
    keeper, _ = supervisor(tmp_path, broken)
    with pytest.raises(CannotStart, match=r"broken ended at once(.|\n)*no such table"):
        keeper.start()
    slow = Part("slow", SLEEP, lambda: False, patience=0.05)
    keeper, _ = supervisor(tmp_path, slow)
    with pytest.raises(CannotStart, match="slow was not ready"):
        keeper.start()
    keeper.stop()


def test_all_end_also_those_that_do_not_listen(tmp_path: Path) -> None:
    deaf = Part("deaf", STUBBORN, lambda: "deaf" in (tmp_path / "log/deaf.log").read_text())
    good = Part("good", SLEEP, lambda: True)
    keeper, _ = supervisor(tmp_path, deaf, good)
    keeper.start()
    processes = [deaf.process, good.process]
    keeper.patience = 0.2
    keeper.stop()
    assert [process.poll() is not None for process in processes if process] == [True, True]
