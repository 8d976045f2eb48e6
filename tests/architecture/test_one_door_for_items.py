"""An order item's status, ship group and place are written by one module, and by the import of new orders in bulk."""

import ast
import re
from collections.abc import Callable

import pytest

from tests.architecture.writes import CREATING, about, calls, columns, name_of, sources, texts

DOOR = "oms/orders/move.py"
# Writes the rows of orders that are new here, or that nobody has begun to work on, anew.
BULK = "integrations/shopify/orders/merge.sql"
_GROUP = {"ship_group", "ship_group_id"}
_COLUMNS = {"status", *_GROUP}
_ITEMS, _PLACES = r"\bOrderItem\b|\.items\b|\bitems?\b", r"\bOrderItemShipGroup\b|\.ship_groups\b|\bgroups?\b"
# A row begun, or one of the columns set; the facility of a ship group is the place of all its items.
_SQL = re.compile(
    r"INSERT\s+INTO\s+oms_orderitem\b"
    r"|UPDATE\s+oms_orderitem\b(?:(?!\b(?:FROM|WHERE)\b).)*?\b(?:status|ship_group_id)\b(?:[^()]*\))?\s*="
    r"|UPDATE\s+oms_orderitemshipgroup\b(?:(?!\b(?:FROM|WHERE)\b).)*?\bfacility_id\s*=",
    re.IGNORECASE | re.DOTALL,
)


def writes(text: str, *, python: bool = True) -> list[str]:
    """The places of a source that write such a column, as code."""
    if not python:
        return [" ".join(match.group().split()) for match in _SQL.finditer(text)]
    tree = ast.parse(text)
    items, places = about(tree, _ITEMS), about(tree, _PLACES)
    found = [match.group() for part in texts(tree) for match in _SQL.finditer(part)]
    found += [ast.unparse(call) for call in calls(tree) if _writes(call, items, places)]
    return found + _assigned(tree, items)


def _writes(call: ast.Call, items: Callable[[ast.expr], bool], places: Callable[[ast.expr], bool]) -> bool:
    if isinstance(call.func, ast.Name):
        return call.func.id == "OrderItem"
    if not isinstance(call.func, ast.Attribute):
        return False
    owner, named, does = call.func.value, set(columns(call)), name_of(call)
    if does in CREATING:
        return re.search(r"\bOrderItem\b|\.items\b", ast.unparse(owner)) is not None
    if does not in ("update", "bulk_update", "save"):
        return False
    placed = bool(named & {"facility", "facility_id"}) and places(owner)
    return bool(named & _GROUP) or placed or (items(owner) and "status" in named)


def _assigned(tree: ast.AST, items: Callable[[ast.expr], bool]) -> list[str]:
    """`item.status = ...`; `x.ship_group = ...` of an x saved whole: else only the object in hand knows."""
    bare = [call for call in calls(tree) if name_of(call) == "save" and not columns(call)]
    saved = {ast.unparse(call.func.value) for call in bare if isinstance(call.func, ast.Attribute)}
    stored = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store))
    return [
        ast.unparse(node)
        for node in stored
        if (node.attr in _GROUP and ast.unparse(node.value) in saved) or (node.attr == "status" and items(node.value))
    ]


def test_nothing_else_writes_them() -> None:
    found = {name: writes(text, python=name.endswith(".py")) for name, text in sources().items()}
    assert {path for path, lines in found.items() if lines} == {DOOR, BULK}, found


@pytest.mark.parametrize(
    "planted",
    [
        "OrderItem.objects.filter(pk=1).update(status=status)",
        "order.items.filter(pk=1).update(status='ITEM_CANCELLED', name='x')",
        "moved.update(ship_group=target)",
        "OrderItem.objects.create(order=order)",
        "OrderItem.objects.bulk_update(items, ['status'])",
        "item.save(update_fields=['ship_group'])",
        "item.status = 'ITEM_CANCELLED'\nitem.save(update_fields=['status'])",
        "for line in order.items.all():\n    line.status = 'ITEM_CANCELLED'\n    line.save()",
        "items = order.items.filter(pk=1)\nitems.update(status='x')",
        "rows = OrderItem.objects.filter(pk=1)\nrows.update(**{'status': 'x'})",
        "OrderItemShipGroup.objects.update(facility=x)",
        "group.save(update_fields=['facility'])",
        "OrderItem(order=order, status='x').save()",
        "item.ship_group = group\nitem.save()",
        "SQL = 'UPDATE oms_orderitem SET (status, name) = (1, 2)'",
        "SQL = 'UPDATE oms_orderitem i SET name = 1, status = 2 FROM way w'",
        "SQL = '''UPDATE oms_orderitem i\n SET ship_group_id = w.target'''",
        "SQL = 'insert into oms_orderitem (order_id) VALUES (1)'",
        "SQL = 'UPDATE oms_orderitemshipgroup g SET facility_id = 1'",
    ],
)
def test_a_planted_write_is_noticed(planted: str) -> None:
    assert writes(planted)


@pytest.mark.parametrize(
    "harmless",
    [
        "OrderItem.objects.filter(status='x').update(price=1)",
        "OrderHeader.objects.filter(pk=1).update(status=status)",
        "SQL = \"UPDATE oms_orderitem i SET name = 'x' WHERE i.status = 'y'\"",
        "SQL = 'UPDATE oms_orderitemshipgroup g SET method_id = w.wanted FROM way w WHERE g.facility_id = 1'",
        "target.save(update_fields=['method'])",
    ],
)
def test_other_columns_are_free(harmless: str) -> None:
    assert writes(harmless) == []
