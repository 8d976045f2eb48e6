"""How long an import waits between two looks at its bulk operation."""

import pytest

from integrations.shopify.bulk_load import carry_out
from integrations.shopify.products.bulk import SUBJECT
from shopify_client import bulk
from shopify_client.bulk import BulkStatus
from tests.imports.support import LooseRun, make_shop

pytestmark = pytest.mark.django_db


class GivenBack(Exception):
    pass


def waits(looks: int) -> list[float]:
    """Seconds that a run asks for after each look at an operation that goes on and on."""
    asked: list[float] = []

    def later(seconds: float, note: str = "") -> None:
        asked.append(round(seconds, 3))
        raise GivenBack(note)

    run = LooseRun([], cursor={"phase": "waiting", "operation": "gid://shopify/BulkOperation/1", "waits": 0})
    run.later = later  # type: ignore[method-assign]
    for _ in range(looks):
        with pytest.raises(GivenBack, match="running at Shopify"):
            carry_out(run, make_shop(), None, SUBJECT)  # type: ignore[arg-type]
    return asked


@pytest.fixture(autouse=True)
def _endless(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "poll", lambda _client, gid: BulkStatus(gid=gid, status="RUNNING"))


def test_the_second_look_comes_soon_and_each_further_one_later_up_to_half_a_minute() -> None:
    assert waits(11) == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30, 30]
