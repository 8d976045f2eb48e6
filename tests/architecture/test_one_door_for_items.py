"""An order item's status, ship group and place are written by one module, and by the import of new orders in bulk."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import PACKAGES, ROOT

DOOR = "oms/orders/move.py"
# Writes the rows of orders that are new here, or that nobody has begun to work on, anew.
BULK = "integrations/shopify/orders/merge.sql"
_COLUMNS = {"status", "ship_group", "ship_group_id"}
# A row begun, or one of the columns set; the facility of a ship group is the place of all its items.
_SQL = re.compile(
    r"INSERT\s+INTO\s+oms_orderitem\b"
    r"|UPDATE\s+oms_orderitem\b(?:(?!\b(?:FROM|WHERE)\b).)*?\b(?:status|ship_group_id)\s*="
    r"|UPDATE\s+oms_orderitemshipgroup\b(?:(?!\b(?:FROM|WHERE)\b).)*?\bfacility_id\s*=",
    re.IGNORECASE | re.DOTALL,
)


def sources() -> list[Path]:
    found = [path for package in PACKAGES for kind in ("*.py", "*.sql") for path in (ROOT / package).rglob(kind)]
    return [path for path in found if "migrations" not in path.parts and path.relative_to(ROOT).parts[0] != "sandbox"]


def writes(text: str, *, python: bool = True) -> list[str]:
    """The places of a source that write such a column, as code."""
    found = [" ".join(match.group().split()) for match in _SQL.finditer(text)]
    if python:
        found += [ast.unparse(call) for call in _calls(ast.parse(text)) if _writes(call)]
    return found


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute))


def _writes(call: ast.Call) -> bool:
    assert isinstance(call.func, ast.Attribute)
    of_items = re.search(r"\bOrderItem\b|\.items\b", ast.unparse(call.func.value)) is not None
    named = {keyword.arg for keyword in call.keywords}
    match call.func.attr:
        case "update":
            return bool(named & {"ship_group", "ship_group_id"}) or (of_items and "status" in named)
        case "create" | "bulk_create" | "get_or_create" | "update_or_create":
            return of_items
        case "bulk_update" | "save":
            listed = {node.value for part in ast.walk(call) if isinstance(node := part, ast.Constant)}
            return bool(listed & {"ship_group", "ship_group_id"}) or (of_items and bool(listed & _COLUMNS))
    return False


def test_nothing_else_writes_them() -> None:
    found = {str(path.relative_to(ROOT)): writes(path.read_text(), python=path.suffix == ".py") for path in sources()}
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
        "SQL = 'UPDATE oms_orderitem i SET name = 1, status = 2 FROM way w'",
        "SQL = '''UPDATE oms_orderitem i\n SET ship_group_id = w.target'''",
        "SQL = 'insert into oms_orderitem (order_id) VALUES (1)'",
        "SQL = 'UPDATE oms_orderitemshipgroup g SET facility_id = 1'",
    ],
)
def test_a_planted_write_is_noticed(planted: str) -> None:
    assert len(writes(planted)) == 1


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
