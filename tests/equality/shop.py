"""A sandbox store that answers over HTTP, connected as a shop, and the real jobs run against it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import requests
from django.core.management import call_command
from django.test import override_settings

from integrations import connections, onboarding
from integrations.onboarding import Credentials
from jobs.models import JobRun
from oms.models import Shop
from sandbox.cost.bucket import RESTORE_RATES
from sandbox.graphql.schema import admin_schema
from sandbox.local_server import running
from sandbox.state.store import Store
from sandbox.world import World
from shopify_client import retry
from tests.budget import meter

DOMAIN, TOKEN = "demo-store.myshopify.com", "shpat_sandbox"


class Neighbour:
    """The store as its own control addresses tell of it, and our shop of it."""

    def __init__(self, url: str, world: World, shop: Shop) -> None:
        self.url, self.world, self.shop = url, world, shop

    def state(self) -> dict[str, Any]:
        answer = requests.get(f"{self.url}/__sandbox/state", timeout=240)
        answer.raise_for_status()
        return answer.json()


@contextmanager
def connected(store: Store, tmp: Any) -> Iterator[Neighbour]:
    world = World(store, tmp)
    world.bulk.settings.at_once = True  # nobody is to wait for a file that is a few lines long
    world.buckets.restore_rate = RESTORE_RATES["plus"]
    connections._redis().delete(f"shopify:budget:{DOMAIN}")  # another test may have used it up
    with meter.standing_still():
        admin_schema()  # takes more than a second, once for each process
    soon = mock.patch.object(retry, "BACKOFF_SECONDS", 0.001)
    with soon, running(world) as url, override_settings(SANDBOX_URL=url):
        connection = onboarding.connect(DOMAIN, Credentials(TOKEN), base_url=url, store_name="Demo")
        yield Neighbour(url, world, connection.shop)


def run_job(name: str, **parameters: str) -> JobRun:
    """One run of the job in this process, through the engine's own door, until it has ended well."""
    given = [part for key, value in parameters.items() for part in ("--param", f"{key}={value}")]
    call_command("run_job", f"initial_load.{name}", "--here", "--shop", DOMAIN, *given, verbosity=0)
    return JobRun.objects.filter(key=f"initial_load.{name}").latest("id")
