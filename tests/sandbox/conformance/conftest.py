from collections.abc import Iterator

import pytest

from sandbox.local_server import running
from sandbox.world import World
from tests.sandbox.shops import small_store


@pytest.fixture
def world() -> World:
    return World(small_store())


@pytest.fixture
def url(world: World) -> Iterator[str]:
    with running(world) as address:
        yield address
