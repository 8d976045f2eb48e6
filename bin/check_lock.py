"""Compares the locks with the files of ranges and with what is installed in this venv: bin/lock --check

Asks no package index. It finds: a range that the lock does not fit; a pin without a hash, or with one that is no
sha256; an installed package that is not locked, or in another version; a requirement of a locked package that the
lock does not hold or fit; a locked package that is not installed. What it can't find: a hash that is well formed and
wrong. That is found by pip, which compares each file with its hash when it downloads it (as in a new clone).
"""

import re
import sys
from collections.abc import Iterable
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
MEND = "run bin/lock"
PAIRS = {"requirements.txt": "requirements.lock", "requirements-dev.txt": "requirements-dev.lock"}
# They come with a venv, and no lock pins what installs it.
OF_THE_VENV = {"pip", "setuptools", "wheel"}
_HASH = re.compile(r"--hash=(\S+)")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_FEWEST_DIGITS = 6  # of the sixteen: the chance that a digest has fewer is nil


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


def applies(block: str) -> bool:
    """Says whether the pin is meant for this Python and machine."""
    marker = re.match(r"\S+ ; (.+?) \\?$", block, re.M)
    return Marker(marker[1]).evaluate() if marker else True


def hashed(block: str) -> bool:
    """Says whether all hashes are sha256 digests, and there is one."""
    found = _HASH.findall(block)
    digests = [one for one in found if _DIGEST.fullmatch(one) and len(set(one[7:])) >= _FEWEST_DIGITS]
    return bool(found) and digests == found


def faults(asked: list[Requirement], file: str, lock: str) -> list[str]:
    """Lists contradictions, each in a sentence that says how to mend it."""
    held = blocks(lock)
    found = [fault for one in asked if (fault := unfit(one, file, held))]
    names = {canonicalize_name(one.name) for one in asked}
    for name, block in held.items():
        if not pinned(block) or not hashed(block):
            found.append(f"{name} is not pinned by version and hash: {MEND}")
        if re.search(rf"-r {re.escape(file)}$", block, re.M) and name not in names:
            found.append(f"the lock has {name} for {file}, which does not ask for it: {MEND}")
    return found


def unfit(one: Requirement, asking: str, held: dict[str, str]) -> str:
    """Says how the lock contradicts a requirement; "" when it fits."""
    version = pinned(held.get(canonicalize_name(one.name), ""))
    if not version:
        return f"{asking} asks for {one.name}, the lock has none: {MEND}"
    if not one.specifier.contains(version, prereleases=True):
        return f"{asking} asks for {one}, the lock has {version}: {MEND}"
    return ""


def requirements(of: Distribution, extras: set[str]) -> list[Requirement]:
    """Reads what an installed package needs on this machine, with these extras."""
    needed = [Requirement(text) for text in of.requires or ()]
    return [one for one in needed if not one.marker or any(one.marker.evaluate({"extra": e}) for e in ("", *extras))]


def differences(asked: list[Requirement], lock: str, installed: Iterable[Distribution]) -> list[str]:
    """Lists what contradicts between a lock and the packages that are installed, following their requirements."""
    held = blocks(lock)
    there: dict[str, Distribution] = {canonicalize_name(one.metadata["Name"]): one for one in installed}
    found = []
    for name in held:
        if not applies(held[name]):
            continue
        if name not in there:
            found.append(f"the lock has {name}, which is not installed: run bin/test")
        elif there[name].version != pinned(held[name]):
            found.append(f"the lock has {name} {pinned(held[name])}, installed is {there[name].version}: run bin/test")
    waiting = [(one, "the file of ranges") for one in asked]
    seen: set[tuple[str, ...]] = set()
    while waiting:
        one, asking = waiting.pop()
        name = canonicalize_name(one.name)
        if fault := unfit(one, asking, held):
            found.append(fault)
        if name in there and (name, *sorted(one.extras)) not in seen:
            seen.add((name, *sorted(one.extras)))
            waiting += [(need, name) for need in requirements(there[name], one.extras)]
    return sorted(set(found))


def strangers(locks: Iterable[str], installed: Iterable[Distribution]) -> list[str]:
    """Lists installed packages that no lock has."""
    held = {name for lock in locks for name in blocks(lock)} | OF_THE_VENV
    names = sorted({canonicalize_name(one.metadata["Name"]) for one in installed} - held)
    return [f"{name} is installed, and no lock has it: {MEND}, or remove .venv" for name in names]


def check(folder: Path = ROOT) -> list[str]:
    """Lists everything that is wrong with the locks in a folder."""
    installed = list(distributions())
    texts = {lock: (folder / lock).read_text() for lock in PAIRS.values()}
    asked: list[Requirement] = []
    found = strangers(texts.values(), installed)
    for file, lock in PAIRS.items():
        own = ranges((folder / file).read_text())
        asked += own  # what the tests need stands on what the product needs
        wrong = faults(own, file, texts[lock]) + differences(asked, texts[lock], installed)
        found += [f"{lock}: {one}" for one in wrong]
    return found


def main() -> int:
    found = check()
    for one in found:
        sys.stderr.write(f"{one}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
