"""A store that trades, for the tests of products."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.orders.market import Market, trading


@pytest.fixture
def market(tmp_path: Path) -> Iterator[Market]:
    with trading(tmp_path) as made:
        yield made
