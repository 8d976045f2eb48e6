"""Import Orders in Bulk brings the orders that its parameters choose, these whole, and no other."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sandbox.generator import generate
from sandbox.state.store import Store
from tests.equality import orders_kept, orders_told
from tests.equality.reading import State, differences, gid
from tests.equality.shop import connected, run_job

pytestmark = pytest.mark.django_db(transaction=True)
Chosen = Callable[[State], bool]


def store() -> Store:
    made = Store()
    generate(made, 25, 70, 6)
    return made


def closed(order: State) -> bool:
    """Cancelling an order closes it too; it counts as cancelled then."""
    return bool(order["closed_at"]) and not order["cancelled_at"]


def cancelled(order: State) -> bool:
    return bool(order["cancelled_at"])


def check(made: Store, tmp_path: Path, chosen: Chosen, **parameters: Any) -> None:
    with connected(made, tmp_path) as neighbour:
        run_job("import_products")
        run = run_job("import_orders", **{name: str(value) for name, value in parameters.items()})
        state = neighbour.state()
        names = {gid("Order", order["id"]) for order in orders_told.real(state) if chosen(order)}
        told = {name: order for name, order in orders_told.orders(state).items() if name in names}
        assert 0 < len(told) < len(orders_told.real(state))
        assert differences(told, orders_kept.orders(neighbour.shop)) == []
        assert run.counters["created"] == len(told)


@pytest.mark.parametrize(("status", "chosen"), [("closed", closed), ("cancelled", cancelled)])
def test_by_status(status: str, chosen: Chosen, tmp_path: Path) -> None:
    check(store(), tmp_path, chosen, status=status)


@pytest.mark.parametrize("back", [1, 35])
def test_above_an_order_id(back: int, tmp_path: Path) -> None:
    """The order with that very number does not come."""
    made = store()
    number = sorted(order.id for order in made.orders.values() if not order.test)[-1 - back]
    check(made, tmp_path, lambda order: order["id"] > number, status="any", from_order_id=number)


def test_above_an_order_id_of_one_status(tmp_path: Path) -> None:
    made = store()
    number = sorted(made.orders)[len(made.orders) // 2]
    check(made, tmp_path, lambda order: order["id"] > number and closed(order), status="closed", from_order_id=number)
