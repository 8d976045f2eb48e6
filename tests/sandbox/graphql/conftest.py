import pytest

from sandbox.world import World
from tests.sandbox.shops import small_store


@pytest.fixture
def world() -> World:
    return World(small_store())
