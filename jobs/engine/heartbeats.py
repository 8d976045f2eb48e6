"""Signs that parts of the system are alive.

A part signs under a name that a restarted process takes over, so a restart heals its own alarm.
"""

import logging
import threading
from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.db.models.functions import Now

from jobs.models import Heartbeat
from work.claim import me

log = logging.getLogger(__name__)


def sign(part: str) -> None:
    Heartbeat.objects.update_or_create(part=part, defaults={"at": Now(), "detail": {"by": me()}})


def forget(prefix: str) -> None:
    """A part that ended in good order is not missed."""
    Heartbeat.objects.filter(part__startswith=prefix).delete()


def in_background(name: str, work: Callable[[], object], ending: threading.Event) -> threading.Thread:
    """Do `work` every few seconds beside the process's own work.

    The connection is closed after each round: a pool's children must not inherit an open one from their parent.
    """

    def loop() -> None:
        while not ending.wait(settings.ENGINE_SWEEP_EVERY):
            try:
                work()
            except Exception:
                log.warning("%s failed; the next round makes up for it", name, exc_info=True)
            finally:
                connection.close()

    thread = threading.Thread(target=loop, name=name, daemon=True)
    thread.start()
    return thread
