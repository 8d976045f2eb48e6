"""Three cases of the torture: real workers and servers die, and the OMS holds the same. One of them each time."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.chaos.__main__ import QUICK

ROOT = Path(__file__).parent.parent.parent
NOT_HERE = ("TESTING", "DATABASE_URL", "REDIS_URL", "DJANGO_ALLOW_ASYNC_UNSAFE", "SECRET_KEY", "FIELD_KEYS")


# A dead worker is what happens most; the other cases wait for --long.
FIRST = pytest.param(QUICK[0], marks=pytest.mark.costly("a worker of a whole installation is killed in an import"))
OTHERS = [pytest.param(title, marks=pytest.mark.crash) for title in QUICK[1:]]


@pytest.fixture(scope="module")
def told(request: pytest.FixtureRequest) -> Iterator[str]:
    """What the torture says of the cases that were chosen, on a small store, with servers of its own."""
    chosen = [title for title in QUICK if any(title in item.nodeid for item in request.session.items)]
    # Not pytest's own folder: the path of a server's socket may be 107 characters long.
    var = Path(tempfile.mkdtemp(prefix="torture-"))
    env = {name: value for name, value in os.environ.items() if name not in NOT_HERE} | {"VAR_DIR": str(var)}
    command = [sys.executable, "-m", "bench.chaos", "imports", "--quick", "--products", "150", "--orders", "300"]
    command += [part for title in chosen for part in ("--only", title)]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield process.communicate(timeout=1700)[0]
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(240)
        shutil.rmtree(var, ignore_errors=True)


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("title", [FIRST, *OTHERS])
def test_the_end_is_as_if_nothing_had_happened(told: str, title: str) -> None:
    assert re.search(rf"^PASS  {re.escape(title)} ", told, re.MULTILINE), told
