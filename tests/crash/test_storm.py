"""A small storm each time the tests run: processes die while webhooks come in, some twice and all out of turn."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.crash.test_torture import NOT_HERE, ROOT


@pytest.mark.crash
@pytest.mark.timeout(1800)
def test_nothing_acknowledged_is_lost_and_nothing_takes_effect_twice() -> None:
    # Not pytest's own folder: the path of a server's socket may be 107 characters long.
    var = Path(tempfile.mkdtemp(prefix="storm-"))
    env = {name: value for name, value in os.environ.items() if name not in NOT_HERE} | {"VAR_DIR": str(var)}
    command = [sys.executable, "-m", "bench.chaos", "webhooks", "--events", "100", "--quick"]
    try:
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=1700, check=False)
    finally:
        shutil.rmtree(var, ignore_errors=True)
    told = done.stdout + done.stderr
    assert done.returncode == 0, told
    assert "acknowledged and lost 0, effects doubled 0, wrong final versions 0" in told, told
