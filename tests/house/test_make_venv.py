"""bin/find-python and bin/make_venv.py: what a newcomer's machine may lack, each a sentence."""

import importlib.util
import os
import subprocess
from collections import namedtuple
from pathlib import Path
from types import ModuleType

import pytest

from tests.architecture.tree import ROOT

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def make_venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_venv", ROOT / "bin/make_venv.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "requirements.lock").write_text("django==5\n")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv/bin/python")
    monkeypatch.setattr("sys.argv", ["make_venv.py", "requirements.lock"])
    return module


def pretend_installed(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    calls: list[tuple[str, ...]] = []

    def run(*command: str, failed: str) -> None:
        calls.append(command)
        module.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        module.PYTHON.touch()

    monkeypatch.setattr(module, "run", run)
    monkeypatch.setattr(module, "usable", module.PYTHON.exists)
    return calls


def test_a_second_start_installs_nothing_and_a_changed_file_does(
    make_venv: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls = pretend_installed(make_venv, monkeypatch)
    assert make_venv.main() == 0
    assert len(calls) == 2
    assert make_venv.main() == 0
    assert len(calls) == 2
    (tmp_path / "requirements.lock").write_text("django==5\nredis==8\n")
    assert make_venv.main() == 0
    assert len(calls) == 3
    assert "install" in calls[-1]


def test_the_last_lock_is_installed_by_its_hashes_and_holds_the_others(
    make_venv: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls = pretend_installed(make_venv, monkeypatch)
    (tmp_path / "requirements-dev.lock").write_text("django==5\npytest==9\n")
    monkeypatch.setattr("sys.argv", ["make_venv.py", "requirements.lock", "requirements-dev.lock"])
    assert make_venv.main() == 0
    assert calls[-1][-3:] == ("--require-hashes", "-r", str(tmp_path / "requirements-dev.lock"))
    monkeypatch.setattr("sys.argv", ["make_venv.py", "requirements.lock"])
    assert make_venv.main() == 0
    assert len(calls) == 2


def test_an_interrupted_install_is_done_again(make_venv: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    make_venv.PYTHON.parent.mkdir(parents=True)
    make_venv.PYTHON.touch()
    calls = pretend_installed(make_venv, monkeypatch)
    assert make_venv.main() == 0
    assert len(calls) == 1


def test_a_missing_venv_module_is_a_sentence(
    make_venv: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(make_venv.importlib.util, "find_spec", lambda name: None)
    assert make_venv.main() == 1
    assert "without its venv and ensurepip module" in capsys.readouterr().err


def test_a_full_disk_is_a_sentence(
    make_venv: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(make_venv.shutil, "disk_usage", lambda path: Usage(1, 1, 20_000_000))
    assert make_venv.main() == 1
    assert "20 MB free" in capsys.readouterr().err


def test_a_disk_that_fills_up_meanwhile_is_a_sentence(make_venv: ModuleType) -> None:
    with pytest.raises(make_venv.Sentence, match="is full"):
        make_venv.run("sh", "-c", "echo 'OSError: [Errno 28] No space left on device'; exit 1", failed="else")


def test_a_machine_without_python_is_a_sentence(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    env = {"PATH": str(tmp_path)}
    command = ["/bin/sh", ROOT / "bin/find-python", "bin/test"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "needs Python 3.11 or newer" in done.stderr


def test_the_commands_are_posix_and_can_be_run() -> None:
    for name in ("demo", "test", "lock", "find-python"):
        path = ROOT / "bin" / name
        assert path.read_text().startswith("#!/bin/sh\n")
        assert os.access(path, os.X_OK)
        subprocess.run(["sh", "-n", path], check=True)
