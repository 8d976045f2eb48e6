"""The receiver of webhooks inside the test's own process: real sockets, and the settings and patches of the test."""

import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from unittest.mock import patch

import requests
import uvicorn
from django.db import connection

from webhooks.intake import asgi, reception, writer
from webhooks.intake.asgi import PATH, Application
from webhooks.intake.keyring import Keyring
from webhooks.intake.rate_limit import Seldom
from webhooks.intake.reception import Reception

SLOW = 240.0  # seconds that a busy machine may take
_running: list["Receiver"] = []


class Unsigned:
    """No signs of life: they would come between the rows of any other test."""

    def start(self) -> None: ...

    async def stop(self) -> None: ...


class Receiver:
    """`url` is where Shopify would post to."""

    def __init__(self, base: str, reception: Reception) -> None:
        self.url = f"{base}{PATH}"
        self.reception = reception
        self.session = requests.Session()

    def forget(self) -> None:
        """As if it had just been started."""
        self.reception.keyring = Keyring()
        self.reception._alerts = Seldom()
        self.reception._blind_until = 0.0


def post(body: bytes, headers: Mapping[str, str], method: str = "post") -> requests.Response:
    """Deliver to the one receiver of this process, which the fixture `receiver` starts."""
    [receiver] = _running
    return receiver.session.request(method, receiver.url, data=body, headers=headers, timeout=240)


@contextmanager
def patient() -> Iterator[None]:
    """How soon it gives up beside a database that hangs is the subject of test_receiver_process.py alone."""
    with patch.object(reception, "KEYS_PATIENCE", SLOW), patch.object(writer, "PATIENCE", SLOW):
        yield


@contextmanager
def running() -> Iterator[Receiver]:
    with patient(), _started() as receiver:
        yield receiver


@contextmanager
def _started() -> Iterator[Receiver]:
    application, interval = Application(), sys.getswitchinterval()
    server = uvicorn.Server(uvicorn.Config(application, port=0, log_config=None, access_log=False, lifespan="on"))
    thread = threading.Thread(target=server.run, name="webhook receiver of the tests", daemon=True)
    with patch.object(asgi, "Signs", Unsigned):
        thread.start()
        while not server.started:
            assert thread.is_alive(), "the receiver did not start"
            time.sleep(0.01)
    sys.setswitchinterval(interval)
    port = server.servers[0].sockets[0].getsockname()[1]
    inside = application._reception
    assert inside is not None
    receiver = Receiver(f"http://127.0.0.1:{port}", inside)
    _running.append(receiver)
    try:
        yield receiver
    finally:
        _running.remove(receiver)
        # Its connections would keep the tests' database from being dropped.
        inside._reader.submit(lambda: connection.close()).result()  # noqa: PLW0108  (its own thread's)
        server.should_exit = True
        thread.join(timeout=240)
