-- name: index_order
-- The same record twice: the later line wins.
DELETE FROM staged_order a USING staged_order b WHERE a.gid = b.gid AND a.at < b.at;
CREATE INDEX ON staged_order (at);
CREATE INDEX ON staged_order (gid);
ANALYZE staged_order

-- name: index_item
CREATE INDEX ON staged_item (parent);
ANALYZE staged_item

-- name: index_shipping
CREATE INDEX ON staged_shipping (parent);
ANALYZE staged_shipping

-- name: index_inline
CREATE INDEX ON staged_address (order_at);
CREATE INDEX ON staged_payment (order_at);
CREATE INDEX ON staged_tax (order_at);
ANALYZE staged_address, staged_payment, staged_tax

-- name: pickup
-- A line that was moved hangs on several fulfillment orders; the one that has not ended tells where it is collected.
INSERT INTO pickup_line
SELECT DISTINCT ON (line.line_gid) line.line_gid, fulfillment.location_gid
FROM staged_fulfillment_order fulfillment JOIN staged_fulfillment_line line ON line.parent = fulfillment.gid
WHERE fulfillment.method_type = 'PICK_UP'
ORDER BY line.line_gid, fulfillment.is_ended, fulfillment.at DESC
