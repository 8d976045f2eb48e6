"""What a refund does to the units, the stock and the money, by its restock type."""

import pytest

from sandbox.rules import cancellation, dispositions, fulfillment, payment, refunds, return_refunds, returns
from sandbox.rules.errors import Refused
from sandbox.rules.refund_checks import Refunded
from sandbox.rules.return_lines import ReturnWish
from sandbox.state.base import money
from sandbox.state.records import InventoryLevel, Order
from sandbox.state.store import Store


@pytest.fixture
def level(store: Store) -> InventoryLevel:
    """S shirts at the main warehouse, of which the order wants two."""
    return next(iter(store.levels.values()))


def part(order: Order, quantity: int, kind: str, location_id: int | None = None) -> Refunded:
    return Refunded(line=order.line_items[0], quantity=quantity, restock_type=kind, location_id=location_id)


def ship(store: Store, order: Order) -> None:
    fulfillment.fulfil(store, order, [(order.fulfillment_orders[0], None)])


def test_cancel_takes_units_off_and_restocks_them(store: Store, order: Order, level: InventoryLevel) -> None:
    before = level.available
    made = refunds.refund(store, order, [part(order, 1, "CANCEL")])
    assert (level.available, level.committed) == (before + 1, 1)
    assert (made.lines[0].restocked, made.lines[0].location_id) == (True, level.location_id)
    assert (order.line_items[0].current_quantity, order.line_items[0].unfulfilled_quantity) == (1, 1)
    assert order.total_refunded == money("40.00")
    assert order.display_financial_status == "PARTIALLY_REFUNDED"


def test_cancelled_units_can_go_on_sale_elsewhere(store: Store, order: Order, level: InventoryLevel) -> None:
    soho = list(store.locations.values())[1]
    there = store.level(level.inventory_item_id, soho.id)
    assert there is not None
    here, before = level.available, there.available
    refunds.refund(store, order, [part(order, 1, "CANCEL", soho.id)])
    assert (level.available, level.committed, there.available) == (here, 1, before + 1)


def test_no_restock_loses_the_units(store: Store, order: Order, level: InventoryLevel) -> None:
    before = level.on_hand
    made = refunds.refund(store, order, [part(order, 2, "NO_RESTOCK")])
    assert (level.on_hand, level.committed) == (before - 2, 0)
    assert (made.lines[0].restocked, made.lines[0].location_id) == (False, None)


def test_returned_units_come_back_to_where_they_left(store: Store, order: Order, level: InventoryLevel) -> None:
    ship(store, order)
    before = level.on_hand
    refunds.refund(store, order, [part(order, 1, "RETURN")], shipping=money("5.00"))
    assert level.on_hand == before + 1
    line = order.line_items[0]
    assert (line.current_quantity, line.fulfilled, line.returned) == (1, 2, 1)
    assert (order.total_refunded, order.current_total_price) == (money("45.00"), money("52.50"))


def test_all_money_back(store: Store, order: Order) -> None:
    wanted = [Refunded(line=line, quantity=line.quantity) for line in order.line_items]
    refunds.refund(store, order, wanted, shipping=money("5.00"))
    assert (order.display_financial_status, order.current_total_price) == ("REFUNDED", money("0.00"))
    assert order.total_outstanding == money("0.00")


def test_money_alone(store: Store, order: Order) -> None:
    made = refunds.refund(store, order, amount=money("7.50"), note="late")
    assert (made.lines, made.note, order.total_refunded) == ([], "late", money("7.50"))
    assert order.line_items[0].current_quantity == 2


def test_money_goes_back_the_way_it_came(store: Store, order: Order) -> None:
    order.transactions.clear()
    payment.pay(store, order, money("30.00"))
    payment.pay(store, order)
    refunds.refund(store, order, amount=money("50.00"))
    first, second, *back = order.transactions
    assert [(one.parent_id, one.amount) for one in back] == [(first.id, money("30.00")), (second.id, money("20.00"))]


@pytest.mark.parametrize(
    ("kind", "quantity", "shipped"),
    [("CANCEL", 3, False), ("CANCEL", 1, True), ("RETURN", 1, False), ("NO_RESTOCK", 3, True), ("RESTOCK", 1, False)],
)
def test_units_that_are_not_there(store: Store, order: Order, kind: str, quantity: int, shipped: bool) -> None:
    if shipped:
        ship(store, order)
    before = store.dump()
    with pytest.raises(Refused):
        refunds.refund(store, order, [part(order, quantity, kind)])
    assert store.dump() == before


def test_more_money_than_there_is(store: Store, order: Order) -> None:
    with pytest.raises(Refused, match=r"97\.50"):
        refunds.refund(store, order, amount=money("97.51"))
    with pytest.raises(Refused, match="at least one line item or an amount"):
        refunds.refund(store, order)


def test_an_unpaid_order_gives_units_back_but_no_money(store: Store, order: Order) -> None:
    order.transactions.clear()
    refunds.refund(store, order, [part(order, 2, "CANCEL")])
    assert (order.total_refunded, order.line_items[0].removed) == (money("0.00"), 2)


def test_a_refunded_return_moves_stock_only_once(store: Store, order: Order, level: InventoryLevel) -> None:
    ship(store, order)
    before = level.on_hand
    wish = ReturnWish(fulfillment_line_id=order.fulfillments[0].lines[0].id, quantity=2, reason="SIZE_TOO_SMALL")
    given = returns.create_return(store, order, [wish])
    (line,) = given.reverse_fulfillment_orders[0].lines
    dispositions.dispose(store, order, given, line, 1, type="RESTOCKED", location_id=level.location_id)
    dispositions.dispose(store, order, given, line, 1, type="MISSING", location_id=None)
    made = return_refunds.refund_return(store, order, given, {given.lines[0].id: 2})
    assert level.on_hand == before + 1
    assert (made.return_id, made.lines[0].restock_type) == (given.id, "RETURN")
    assert (order.line_items[0].returned, given.lines[0].refunded_quantity) == (2, 2)
    assert given.reverse_fulfillment_orders[0].status == "CLOSED"
    with pytest.raises(Refused, match="not available to refund"):
        return_refunds.refund_return(store, order, given, {given.lines[0].id: 1})
    with pytest.raises(Refused, match="have been refunded"):
        returns.cancel_return(store, order, given)


def test_units_are_on_one_return_at_most(store: Store, order: Order) -> None:
    ship(store, order)
    wish = ReturnWish(fulfillment_line_id=order.fulfillments[0].lines[0].id, quantity=2)
    given = returns.request_return(store, order, [wish])
    with pytest.raises(Refused, match="not available to return"):
        returns.request_return(store, order, [wish])
    returns.decline_return(store, order, given, reason="OTHER")
    returns.request_return(store, order, [wish])
    with pytest.raises(Refused, match="must have at least one"):
        returns.request_return(store, order, [])


def test_an_order_with_an_open_return_is_not_cancelled(store: Store, order: Order) -> None:
    ship(store, order)
    wishes = [ReturnWish(fulfillment_line_id=one.id, quantity=one.quantity) for one in order.fulfillments[0].lines]
    given = returns.create_return(store, order, wishes)
    return_refunds.refund_return(store, order, given, {line.id: line.quantity for line in given.lines})
    with pytest.raises(Refused, match="open returns"):
        cancellation.cancel_order(store, order, reason="OTHER", restock=True, refund=True)
    returns.close_return(store, order, given)
    cancellation.cancel_order(store, order, reason="OTHER", restock=True, refund=True)
    assert order.display_financial_status == "REFUNDED"


def test_only_what_that_fulfillment_held_comes_back(store: Store, order: Order) -> None:
    work = order.fulfillment_orders[0]
    first, second = (fulfillment.fulfil(store, order, [(work, {work.lines[0].id: 1})]) for _ in range(2))
    one, other = first.lines[0].id, second.lines[0].id
    with pytest.raises(Refused, match="not available to return"):
        returns.create_return(store, order, [ReturnWish(fulfillment_line_id=one, quantity=2)])
    both = [ReturnWish(fulfillment_line_id=number, quantity=1) for number in (one, other)]
    refunds.refund(store, order, [part(order, 1, "RETURN")])
    with pytest.raises(Refused, match="not available to return"):
        returns.create_return(store, order, both)
    assert returns.create_return(store, order, both[:1]).total_quantity == 1


def test_units_of_all_kinds_add_up(store: Store, order: Order) -> None:
    with pytest.raises(Refused, match="more items than were purchased"):
        refunds.refund(store, order, [part(order, 2, "CANCEL"), part(order, 1, "NO_RESTOCK")])
