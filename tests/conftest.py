"""What every test may use."""

import gc
import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from hypothesis import HealthCheck
from hypothesis import settings as examples
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer
from xdist.scheduler import WorkStealingScheduling

from sandbox.webhooks import sender
from tests import emptying, template
from tests.web_server import WebServer

if TYPE_CHECKING:
    from tests.receiver import Receiver


def _broker_of_its_own() -> None:
    """Each process of a parallel run has a Redis database of its own: a message must not wake another's worker.

    Here, not in a fixture: it must come before Celery reads its settings, and children inherit the address.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not worker.startswith("gw"):
        return
    parts = urlsplit(settings.REDIS_URL)
    number = (int(parts.path.strip("/") or 0) + 1 + int(worker.removeprefix("gw"))) % 16
    url = parts._replace(path=f"/{number}").geturl()
    os.environ["REDIS_URL"] = settings.REDIS_URL = settings.CELERY_BROKER_URL = url


_broker_of_its_own()
# How long an example takes is the machine's business: a busy one fails nobody.
examples.register_profile("busy machines", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("busy machines")
# A store waits five seconds for an answer to its news; a busy machine may need more. Who tests that sets it back.
AS_SHOPIFY_WAITS = {name: getattr(sender, name) for name in ("CONNECT_SECONDS", "SECONDS")}
sender.CONNECT_SECONDS = sender.SECONDS = 240.0
# The real one takes half a second on purpose, and nearly every test has somebody log in.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A server looks through the static files once, when it starts. Nearly every test starts one: here a file is looked up
# when it is asked for.
settings.WHITENOISE_AUTOREFRESH = True


def chromium() -> str:
    """Path of Debian's Chromium, or ""."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or ""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if chromium():
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="Chromium is missing: bin/test --browser installs it"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Each process goes through a part of its own and, when done, takes over from another's rest."""
    return WorkStealingScheduling(config, log) if config.getvalue("dist") == "load" else None


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_modify_db_settings_parallel_suffix: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Of a parallel run only one process migrates; the others, and that one too, copy what it made."""
    run = getattr(request.config, "workerinput", {}).get("testrunuid", "")
    if not run or request.config.getvalue("reuse_db"):
        yield
        return
    with django_db_blocker.unblock():
        template.use(run)
    yield
    with django_db_blocker.unblock():
        template.remove()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        emptying.learn()


@pytest.fixture(scope="session")
def one_receiver(django_db_setup: None) -> "Iterator[Receiver]":
    """Started once for all tests of this process that deliver webhooks."""
    from tests.receiver import running  # models can't be imported before Django is set up

    with running() as receiver:
        yield receiver


@pytest.fixture
def receiver(one_receiver: "Receiver") -> "Receiver":
    """A receiver that remembers nothing of another test; `tests.receiver.post` delivers to it."""
    one_receiver.forget()
    return one_receiver


@pytest.fixture(scope="session")
def chromium_path() -> str:
    return chromium()


@pytest.fixture(scope="session")
def live_server() -> Iterator[LiveServer]:
    """Answers as our web server does, static files included.

    pytest-django's own serves those past our middleware, and knows no hashed names.
    """
    server = LiveServer("localhost", start=False)
    server.thread.server_class = WebServer
    server.thread.static_handler = lambda application: application
    server.start()
    yield server
    server.stop()


def pytest_collection_finish() -> None:
    """Spares what was loaded by now the search for garbage.

    It stays for good, and looking through it again and again took a sixteenth of all.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Temporary folders go where this run's servers are. In pytest's own place each start of pytest takes away the
    rights that PostgreSQL, which is another user when we are root, needs to walk there.
    """
    if hasattr(config, "workerinput"):
        return
    folder = os.environ.get("VAR_DIR")
    if folder and not config.option.basetemp:
        config.option.basetemp = f"{folder}/tests"
    # Pages name static files by their hash: that of a file which is not there is an error in the test.
    call_command("collectstatic", interactive=False, verbosity=0)
