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

from webhooks.intake import asgi
from webhooks.intake.asgi import PATH, Application
from webhooks.intake.keyring import Keyring
from webhooks.intake.rate_limit import Seldom
from webhooks.intake.reception import Reception

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
    return receiver.session.request(method, receiver.url, data=body, headers=headers, timeout=30)


@contextmanager
def running() -> Iterator[Receiver]:
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
    reception = application._reception
    assert reception is not None
    receiver = Receiver(f"http://127.0.0.1:{port}", reception)
    _running.append(receiver)
    try:
        yield receiver
    finally:
        _running.remove(receiver)
        # Its connections would keep the tests' database from being dropped.
        reception._reader.submit(lambda: connection.close()).result()  # noqa: PLW0108  (its own thread's)
        server.should_exit = True
        thread.join(timeout=20)
