"""The receiver in the storm: `uvicorn bench.storm.receiver:application`. The product's own, which dies when the file
STORM_FELL is there: with a row committed and its sender still waiting for the answer.
"""

import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobmanager.settings")
django.setup()

from bench.storm.mutants import IN_RECEIVER  # noqa: E402  (models need the set-up above)
from webhooks.intake import writer  # noqa: E402
from webhooks.intake.asgi import Application  # noqa: E402
from webhooks.intake.insert import Row  # noqa: E402

_commit = writer.commit


def commit(rows: Sequence[Row]) -> int:
    new = _commit(rows)
    with suppress(FileNotFoundError):
        Path(os.environ["STORM_FELL"]).unlink()
        os.kill(os.getpid(), signal.SIGKILL)
    return new


writer.commit = commit
if plant := IN_RECEIVER.get(os.environ.get("CHAOS_MUTANT", "")):
    plant()
application = Application()
