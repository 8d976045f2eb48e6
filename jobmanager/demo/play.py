"""Prepares, starts the processes, imports, and keeps the trial running."""

import os
import signal
import sys
import time
from types import FrameType
from typing import TYPE_CHECKING

import django

from jobmanager.demo.parts import from_environment
from jobmanager.demo.supervisor import Supervisor
from jobmanager.embedded.kept import var_dir
from jobmanager.embedded.process import CannotStart

if TYPE_CHECKING:
    from oms.models import Shop

PRODUCTS = "initial_load.import_products"
ORDERS = "initial_load.import_orders"


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _ending(_number: int, _frame: FrameType | None) -> None:
    """The first Ctrl-C or SIGTERM ends the play; further ones must not disturb the ending."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _import(supervisor: Supervisor) -> bool:
    """Imports products and orders, then plays a day by webhook.

    True when no record failed and everything arrived.
    """
    from jobmanager.demo import prepare
    from jobmanager.demo.follow import run_job
    from jobs.audit import Actor
    from jobs.models import State

    user, _ = prepare.login(var_dir())
    shop = prepare.sandbox_shop(os.environ["SANDBOX_URL"])
    jobs: tuple[tuple[str, dict[str, object]], ...] = ((PRODUCTS, {}), (ORDERS, {"status": "any"}))
    prepare.webhooks(shop, Actor.of(user))
    for key, parameters in jobs:
        run = run_job(key, parameters, shop, Actor.of(user), supervisor.tick)
        if run.state != State.DONE or run.failed:
            return False
    prepare.schedules(shop, Actor.of(user))
    return _day(shop, supervisor)


def _day(shop: "Shop", supervisor: Supervisor) -> bool:
    from jobmanager.demo import day

    try:
        say(day.spend(shop, os.environ["SANDBOX_URL"], supervisor.tick))
    except day.Missing as sentence:
        say(str(sentence))
        return False
    return True


def _address() -> None:
    from jobmanager.demo import prepare

    _, password = prepare.login(var_dir())
    say(f"\nJob Manager    http://127.0.0.1:{os.environ['DEMO_PORT']}/  user {prepare.LOGIN}  password {password}")
    say(f"Sandbox store  {os.environ['SANDBOX_URL']}/")


def play(supervisor: Supervisor) -> int:
    from jobmanager.demo import prepare
    from jobmanager.demo.follow import Stuck

    say("Preparing the database")
    prepare.database()
    say("Starting " + ", ".join(part.name for part in supervisor.parts))
    supervisor.start()
    try:
        succeeded = _import(supervisor)
    except Stuck as sentence:
        say(str(sentence))
        succeeded = False
    _address()
    if os.environ.get("DEMO_ONCE"):
        return 0 if succeeded else 1
    say("Ctrl-C ends everything; the data stays for the next start.")
    while True:
        supervisor.tick()
        time.sleep(0.2)


def main() -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _ending)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobmanager.settings")
    level = os.environ.get("LOG_LEVEL", "INFO")
    os.environ["LOG_LEVEL"] = "WARNING"  # here people read; the processes write their logs in full
    django.setup()
    os.environ["LOG_LEVEL"] = level
    var = var_dir()
    supervisor = Supervisor(from_environment(var), var / "log", say)
    try:
        return play(supervisor)
    except CannotStart as sentence:
        say(str(sentence))
        return 1
    except KeyboardInterrupt:
        say("\nEnding")
        return 130 if os.environ.get("DEMO_ONCE") else 0
    finally:
        supervisor.stop()


if __name__ == "__main__":
    sys.exit(main())
