"""A subject whose records are pairs with no id of their own: what an item counts at a location."""

import json
from pathlib import Path
from typing import Any

import pytest

from integrations.batches.copy_rows import Sheet
from integrations.batches.sql import statements
from integrations.shopify.bulk_load import Counts, Span, Subject
from oms.models import InventoryLevel, ShopLocation, ShopProduct
from shopify_client.types import AnyNode
from shopify_client.types import InventoryLevel as ShopLevel
from tests.imports.lines import gid
from tests.imports.support import import_lines, make_shop
from tests.oms import factories

pytestmark = pytest.mark.django_db(transaction=True)

SQL = """
-- name: create
CREATE UNLOGGED TABLE staged_level (at bigint, length integer, item text, location text, on_hand numeric);
CREATE UNLOGGED TABLE merged (at bigint PRIMARY KEY, id bigint, created boolean);
CREATE VIEW root AS
SELECT s.at, s.item || ' ' || s.location AS gid, p.sku || ' at ' || l.name AS reference
FROM staged_level s
LEFT JOIN oms_shopproduct o ON o.inventory_item_gid = s.item
LEFT JOIN oms_product p ON p.id = o.product_id
LEFT JOIN oms_shoplocation l ON l.gid = s.location;
CREATE VIEW staged_line AS SELECT at, length, NULL AS gid, NULL AS parent FROM staged_level
UNION ALL SELECT at, length, gid, NULL FROM bad_line;
CREATE VIEW orphan_line AS SELECT at, item AS gid, '' AS parent FROM staged_level WHERE false;

-- name: merge
WITH written AS (
    INSERT INTO oms_inventorylevel AS ours (product_id, facility_id, qoh, atp)
    SELECT o.product_id, l.facility_id, s.on_hand, s.on_hand
    FROM staged_level s
    JOIN oms_shopproduct o ON o.inventory_item_gid = s.item
    JOIN oms_shoplocation l ON l.gid = s.location
    WHERE s.at BETWEEN %(first)s AND %(last)s
    ON CONFLICT (product_id, facility_id) DO UPDATE SET qoh = excluded.qoh, atp = excluded.atp
    RETURNING id, product_id, facility_id, (xmax = 0) AS created
)
INSERT INTO merged
SELECT s.at, w.id, w.created FROM written w
JOIN oms_shopproduct o ON o.product_id = w.product_id
JOIN oms_shoplocation l ON l.facility_id = w.facility_id
JOIN staged_level s ON s.item = o.inventory_item_gid AND s.location = l.gid
RETURNING created

-- name: shown
SELECT m.id, r.reference FROM merged m JOIN root r ON r.at = m.at
WHERE m.at BETWEEN %(first)s AND %(last)s AND m.created = %(created)s ORDER BY m.at LIMIT %(limit)s
"""


class LevelRows:
    def __init__(self) -> None:
        self.levels = Sheet("staged_level", ("at", "length", "item", "location", "on_hand"))

    @property
    def sheets(self) -> list[Sheet]:
        return [self.levels]

    def add(self, node: AnyNode, at: int, length: int) -> None:
        if isinstance(node, ShopLevel):
            self.levels.add(at, length, node.parent_id, node.location.id, node.quantity("on_hand"))


@pytest.fixture
def levels(tmp_path: Path) -> Subject:
    (tmp_path / "staging.sql").write_text(SQL)
    (tmp_path / "sorting.sql").write_text("-- name: index\nANALYZE staged_level\n")
    sql = statements(tmp_path / "staging.sql")

    def merge(cursor: Any, span: Span) -> Counts:
        cursor.execute(sql["merge"], span.parameters)
        created = [made for (made,) in cursor.fetchall()]
        return {"created": sum(created), "updated": len(created) - sum(created)}

    return Subject(
        kind="level", noun="levels", model=InventoryLevel, actor="test", document="bulk_inventory_levels",
        folder=tmp_path, rows=LevelRows, merge=merge, shown=sql["shown"], chunk=100,
    )  # fmt: skip


def level(item: int, location: int, on_hand: int) -> str:
    node = {
        "__typename": "InventoryLevel",
        "id": f"gid://shopify/InventoryLevel/{location}?inventory_item_id={item}",
        "location": {"id": gid("Location", location)},
        "quantities": [{"name": "on_hand", "quantity": on_hand}],
        "__parentId": gid("InventoryItem", item),
    }
    return json.dumps(node)


def test_pairs_are_shown_and_fail_by_what_people_call_them(levels: Subject) -> None:
    shop = make_shop()
    for number, code in ((1, "Milan"), (2, "Rome")):
        place = factories.facility(code.upper())
        ShopLocation.objects.create(shop=shop, gid=gid("Location", number), name=code, facility=place, is_active=True)
    shirt = factories.product(sku="T-1")
    ShopProduct.objects.create(
        shop=shop,
        gid=gid("ProductVariant", 7),
        kind="VARIANT",
        product=shirt,
        inventory_item_gid=gid("InventoryItem", 7),
    )
    too_many = level(7, 2, 10**12)
    item = json.dumps({"__typename": "InventoryItem", "id": gid("InventoryItem", 7)})
    run = import_lines(levels, shop, "\n".join((item, level(7, 1, 5), too_many)))
    assert run.changes == [("level", "created", "T-1 at Milan", str(InventoryLevel.objects.get().pk))]
    [failed] = run.failed
    assert (failed["reference"], failed["reason"], failed["raw"]) == ("T-1 at Rome", "VALUE", too_many)

    again = import_lines(levels, shop, level(7, 1, 6), failed["raw"].replace(str(10**12), "3"))
    assert [change[1:3] for change in again.changes] == [("created", "T-1 at Rome"), ("updated", "T-1 at Milan")]
    assert dict(InventoryLevel.objects.values_list("facility__code", "qoh")) == {"MILAN": 6, "ROME": 3}
