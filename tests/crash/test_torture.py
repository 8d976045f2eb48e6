"""Three cases of the torture, each time the tests run: real workers and servers die, and the OMS holds the same."""

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


@pytest.fixture(scope="module")
def told() -> Iterator[str]:
    """What the torture says of its quick cases, on a small store, with servers of its own."""
    # Not pytest's own folder: the path of a server's socket may be 107 characters long.
    var = Path(tempfile.mkdtemp(prefix="torture-"))
    env = {name: value for name, value in os.environ.items() if name not in NOT_HERE} | {"VAR_DIR": str(var)}
    command = [sys.executable, "-m", "bench.chaos", "imports", "--quick", "--products", "150", "--orders", "300"]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield process.communicate(timeout=900)[0]
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(60)
        shutil.rmtree(var, ignore_errors=True)


@pytest.mark.crash
@pytest.mark.timeout(1000)
@pytest.mark.parametrize("title", QUICK)
def test_the_end_is_as_if_nothing_had_happened(told: str, title: str) -> None:
    assert re.search(rf"^PASS  {re.escape(title)} ", told, re.MULTILINE), told
