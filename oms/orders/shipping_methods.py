"""Lets waiting orders follow the shipping methods that a shop maps."""

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from oms.models import FacilityType, ItemStatus, OrderExceptionKind, OrderStatus
from oms.orders.move import CHANGE_PLACE
from oms.orders.ship_groups import SHIPPED

# Orders with units that wait in a queue to be shipped by another method than their title is mapped to, and orders that
# need somebody for it. Whoever imports an order holds its row too, so nobody moves its units meanwhile.
_LOCK = """
SELECT o.id FROM oms_orderheader o
WHERE o.shop_id = %(shop)s AND o.status = ANY(%(open_orders)s) AND (
    EXISTS (SELECT FROM oms_orderexception e WHERE e.order_id = o.id AND e.kind = %(kind)s AND e.resolved_at IS NULL)
    OR EXISTS (
        SELECT FROM oms_orderitemshipgroup g
        JOIN oms_facility f ON f.id = g.facility_id AND f.type = %(queue)s
        JOIN oms_shopshippingmethod s ON s.shop_id = o.shop_id AND s.title = g.requested_method
        WHERE g.order_id = o.id AND g.kind = ANY(%(shipped)s) AND g.method_id <> s.method_id
          AND EXISTS (SELECT FROM oms_orderitem i WHERE i.ship_group_id = g.id AND i.status = ANY(%(open)s))
    )
)
ORDER BY o.id FOR UPDATE
"""

# The rule of ship_groups.follow_method for many orders: into the group of that place that has the method already;
# else one that holds nothing but waiting units takes the method itself; else they get a new group. Queue, kind and
# dates stay, and a group that is left empty is gone: the foreign key of its units is checked when all is done.
_MOVE = """
WITH behind AS (
    SELECT g.id, g.order_id, g.seq, g.facility_id, g.kind, g.requested_method, g.ship_after, g.ship_by,
           s.method_id AS wanted,
           NOT EXISTS (
               SELECT FROM oms_orderitem i WHERE i.ship_group_id = g.id AND i.status <> ALL(%(open)s)
           ) AS alone
    FROM oms_orderitemshipgroup g
    JOIN oms_facility f ON f.id = g.facility_id AND f.type = %(queue)s
    JOIN oms_shopshippingmethod s ON s.shop_id = %(shop)s AND s.title = g.requested_method
    WHERE g.order_id = ANY(%(orders)s) AND g.kind = ANY(%(shipped)s) AND g.method_id <> s.method_id
      AND EXISTS (SELECT FROM oms_orderitem i WHERE i.ship_group_id = g.id AND i.status = ANY(%(open)s))
), way AS (
    SELECT b.*, coalesce(
        (SELECT t.id FROM oms_orderitemshipgroup t
         WHERE t.order_id = b.order_id AND t.facility_id = b.facility_id AND t.kind = b.kind
           AND t.method_id = b.wanted AND t.requested_method = b.requested_method
           AND t.ship_after IS NOT DISTINCT FROM b.ship_after AND t.ship_by IS NOT DISTINCT FROM b.ship_by
         ORDER BY t.seq LIMIT 1),
        min(b.id) FILTER (WHERE b.alone) OVER (
            PARTITION BY b.order_id, b.facility_id, b.kind, b.requested_method, b.ship_after, b.ship_by
        )
    ) AS target
    FROM behind b
), made AS (
    INSERT INTO oms_orderitemshipgroup (
        order_id, seq, facility_id, method_id, kind, requested_method, ship_after, ship_by
    )
    SELECT n.order_id,
           (SELECT max(t.seq) FROM oms_orderitemshipgroup t WHERE t.order_id = n.order_id)
               + row_number() OVER (PARTITION BY n.order_id ORDER BY n.seq),
           n.facility_id, n.wanted, n.kind, n.requested_method, n.ship_after, n.ship_by
    FROM (
        SELECT order_id, min(seq) AS seq, facility_id, wanted, kind, requested_method, ship_after, ship_by
        FROM way WHERE target IS NULL
        GROUP BY order_id, facility_id, wanted, kind, requested_method, ship_after, ship_by
    ) n
    RETURNING id, order_id, facility_id, kind, requested_method, ship_after, ship_by
), turned AS (
    UPDATE oms_orderitemshipgroup g SET method_id = w.wanted FROM way w WHERE g.id = w.id AND w.target = w.id
), gone AS (
    DELETE FROM oms_orderitemshipgroup g USING way w WHERE g.id = w.id AND w.alone AND w.target <> w.id
), wanted_place AS (
    SELECT i.id AS item_id, coalesce(w.target, m.id) AS ship_group_id
    FROM way w
    JOIN oms_orderitem i ON i.ship_group_id = w.id AND i.status = ANY(%(open)s)
    LEFT JOIN made m ON w.target IS NULL AND m.order_id = w.order_id AND m.facility_id = w.facility_id
        AND m.kind = w.kind AND m.requested_method = w.requested_method
        AND m.ship_after IS NOT DISTINCT FROM w.ship_after AND m.ship_by IS NOT DISTINCT FROM w.ship_by
), {change_place}
SELECT count(DISTINCT i.order_id), coalesce(sum(i.quantity), 0)
FROM way w JOIN oms_orderitem i ON i.ship_group_id = w.id AND i.status = ANY(%(open)s)
""".replace("{change_place}", CHANGE_PLACE)

# As an import settles them: the title that is named is mapped, and nothing is about to leave by a method that nobody
# knows, for instance because a place has it already.
_SETTLE = """
UPDATE oms_orderexception e SET resolved_at = statement_timestamp()
WHERE e.order_id = ANY(%(orders)s) AND e.kind = %(kind)s AND e.resolved_at IS NULL
  AND EXISTS (
      SELECT FROM oms_shopshippingmethod s
      WHERE s.shop_id = %(shop)s AND starts_with(e.message, 'The shop calls it "' || s.title || '";')
  )
  AND NOT EXISTS (
      SELECT FROM oms_orderitem i
      JOIN oms_orderitemshipgroup g ON g.id = i.ship_group_id
      WHERE i.order_id = e.order_id AND i.status = ANY(%(open)s) AND g.requested_method <> ''
        AND NOT EXISTS (
            SELECT FROM oms_shopshippingmethod s
            WHERE s.shop_id = %(shop)s AND s.title = g.requested_method AND s.method_id = g.method_id
        )
        AND NOT EXISTS (
            SELECT FROM oms_shipmentmethod n
            WHERE n.id = g.method_id AND lower(g.requested_method) IN (lower(n.name), lower(n.code))
        )
  )
"""


@dataclass(frozen=True)
class Followed:
    """Orders and units of them that leave by another method now; exceptions that nobody has to look at any more."""

    orders: int
    units: int
    settled: int

    def __bool__(self) -> bool:
        return bool(self.orders or self.settled)


def follow_mapping(shop_id: int) -> Followed:
    """Gives waiting units the methods that their titles are mapped to.

    Those are the shop's open units in a queue; what a place has already stays. Three statements for any number of
    orders, in one transaction; a second time changes nothing.
    """
    values: dict[str, Any] = {
        "shop": shop_id,
        "queue": FacilityType.VIRTUAL.value,
        "shipped": sorted(SHIPPED),
        "open": sorted(ItemStatus.OPEN),
        "open_orders": sorted(OrderStatus.OPEN),
        "kind": OrderExceptionKind.UNKNOWN_SHIPPING_METHOD.value,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCK, values)
        values["orders"] = [pk for (pk,) in cursor.fetchall()]
        cursor.execute(_MOVE, values)
        orders, units = cursor.fetchone()
        cursor.execute(_SETTLE, values)
        return Followed(orders, units, cursor.rowcount)
