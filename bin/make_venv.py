"""Make or refresh .venv: python3 bin/make_venv.py requirements.lock [requirements-dev.lock]

Uses the standard library only, as it runs before anything is installed. Prints the venv's Python.
A stamp in the venv says which requirements it holds: a second start takes no time. Of several locks the last one
pins what the ones before it do as well.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NEEDED_BYTES = 1_500_000_000


class Sentence(Exception):
    """What the person at the keyboard can do about it."""


def stamp(requirements: list[str]) -> str:
    """Changes with the requirements, the Python and the place of the clone (a venv can't be moved)."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
    for name in requirements:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def check_machine() -> None:
    missing = [module for module in ("venv", "ensurepip") if importlib.util.find_spec(module) is None]
    if missing:
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        raise Sentence(
            f"{sys.executable} comes without its {' and '.join(missing)} module. On Debian and Ubuntu: "
            f"apt-get install {version}-venv"
        )
    free = shutil.disk_usage(ROOT).free
    if free < NEEDED_BYTES and not PYTHON.exists():
        raise Sentence(f"The disk of {ROOT} has {free // 1_000_000} MB free; {NEEDED_BYTES // 1_000_000} MB are needed")


def run(*command: str, failed: str) -> None:
    """Run quietly; show what it wrote only if it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode == 0:
        return
    if "No space left on device" in done.stdout:
        raise Sentence(f"The disk of {ROOT} is full: free some space and start again")
    sys.stderr.write(done.stdout[-4000:])
    raise Sentence(failed)


def usable() -> bool:
    """A venv of an older Python, or one whose Python was removed, is made again."""
    if not PYTHON.exists():
        return False
    test = "import pip, sys; print(sys.version_info[:2])"
    seen = subprocess.run([PYTHON, "-c", test], capture_output=True, text=True, check=False).stdout.strip()
    return seen == str(sys.version_info[:2])


def install(requirements: list[str]) -> None:
    check_machine()
    if not usable():
        say("Making .venv")
        run(sys.executable, "-m", "venv", "--clear", str(VENV), failed=f"{VENV} can't be made: see above")
    say(f"Installing {requirements[-1]} into .venv (about a minute the first time)")
    pip = (str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    locked = ("--require-hashes", "-r", str(ROOT / requirements[-1]))
    run(*pip, *locked, failed="The packages can't be installed: see above. Is the package index reachable?")


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def main() -> int:
    requirements = sys.argv[1:] or ["requirements.lock"]
    held = VENV / f".holds-{requirements[-1]}"
    wanted = stamp(requirements)
    if held.exists() and held.read_text() == wanted and PYTHON.exists():
        return 0
    try:
        with (ROOT / ".venv.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # a second start waits here, then finds the stamp
            if not (held.exists() and held.read_text() == wanted):
                install(requirements)
                for number, name in enumerate(requirements, 1):  # what the tests need includes what the demo needs
                    (VENV / f".holds-{name}").write_text(stamp(requirements[:number]))
    except Sentence as sentence:
        say(str(sentence))
        return 1
    except OSError as error:
        say(f"{error.filename or VENV}: {os.strerror(error.errno or 0)}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
