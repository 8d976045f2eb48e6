-- name: lock
-- Everybody who takes several orders takes them by id, so that nobody waits for another one in a circle: those that
-- may be written here, in whatever order they came. What is to be written is decided in the next statement.
SELECT o.id FROM staged_order s CROSS JOIN context c
JOIN oms_orderheader o ON o.shop_id = c.shop_id AND o.gid = s.gid
WHERE s.at BETWEEN %(first)s AND %(last)s AND NOT s.is_test AND (
    o.source_updated_at IS NULL OR o.source_updated_at < s.updated_at
    OR (o.source_updated_at = s.updated_at AND o.source_digest IS DISTINCT FROM s.digest)
)
ORDER BY o.id FOR NO KEY UPDATE OF o

-- name: headers
-- Writes only what is newer than our row, or differs from it at the same second. The status of an order that we
-- already have is not taken from the shop here: see `states`. Test orders stay out. An order whose customer was erased
-- on request (`redacted_at`) stays without one, here and in `addresses`, `unit` and the returns: the shop may know more.
WITH candidate AS (
    SELECT s.*, c.shop_id, c.store_id,
           CASE WHEN s.cancelled_at IS NOT NULL AND units.completed = 0 THEN 'ORDER_CANCELLED'
                WHEN s.cancelled_at IS NOT NULL THEN 'ORDER_COMPLETED'
                WHEN units.lines = 0 OR units.still_open > 0 THEN 'ORDER_CREATED'
                WHEN units.completed > 0 THEN 'ORDER_COMPLETED'
                ELSE 'ORDER_CANCELLED' END AS status
    FROM staged_order s
    CROSS JOIN context c
    LEFT JOIN oms_orderheader o ON o.shop_id = c.shop_id AND o.gid = s.gid
    CROSS JOIN LATERAL (
        SELECT count(*) AS lines, coalesce(sum(open_units), 0) AS still_open,
               coalesce(sum(completed_units), 0) AS completed
        FROM staged_item i WHERE i.parent = s.gid
    ) units
    WHERE s.at BETWEEN %(first)s AND %(last)s AND NOT s.is_test
      AND (o.id IS NULL OR o.source_updated_at IS NULL OR o.source_updated_at < s.updated_at
           OR (o.source_updated_at = s.updated_at AND o.source_digest NOT IN ('', coalesce(s.digest, ''))
               AND s.digest IS NOT NULL))
      AND NOT EXISTS (SELECT FROM failed_root f WHERE f.at = s.at)
), written AS (
    INSERT INTO oms_orderheader AS ours (
        shop_id, gid, store_id, name, number, channel, order_date, status, customer_gid, customer_name,
        customer_email, customer_phone, currency, taxes_included, subtotal, shipping_total, tax_total, discount_total,
        grand_total, current_total, financial_status, fulfillment_status, cancel_reason, cancelled_at, closed_at,
        processed_at, note, tags, attributes, source_updated_at, source_digest
    )
    SELECT shop_id, gid, store_id, coalesce(name, ''), number, coalesce(channel, ''), order_date, status,
           coalesce(customer_gid, ''), coalesce(customer_name, ''), coalesce(customer_email, ''),
           coalesce(customer_phone, ''), currency, taxes_included, subtotal, shipping_total, tax_total,
           discount_total, grand_total, current_total, coalesce(financial_status, ''),
           coalesce(fulfillment_status, ''), coalesce(cancel_reason, ''),
           -- All units gone is a cancelled order too, though the shop names no moment.
           CASE WHEN status = 'ORDER_CANCELLED' THEN coalesce(cancelled_at, updated_at) ELSE cancelled_at END,
           closed_at, processed_at, coalesce(note, ''), tags, attributes, updated_at,
           coalesce(digest, '')
    -- New ones by their number in the shop: of two who bring the same, the second waits for the first.
    FROM candidate ORDER BY length(gid), gid COLLATE "C"
    ON CONFLICT (shop_id, gid) DO UPDATE SET
        name = excluded.name, number = excluded.number, channel = excluded.channel, order_date = excluded.order_date,
        customer_gid = CASE WHEN ours.redacted_at IS NULL THEN excluded.customer_gid ELSE '' END,
        customer_name = CASE WHEN ours.redacted_at IS NULL THEN excluded.customer_name ELSE '' END,
        customer_email = CASE WHEN ours.redacted_at IS NULL THEN excluded.customer_email ELSE '' END,
        customer_phone = CASE WHEN ours.redacted_at IS NULL THEN excluded.customer_phone ELSE '' END,
        currency = excluded.currency, taxes_included = excluded.taxes_included, subtotal = excluded.subtotal,
        shipping_total = excluded.shipping_total, tax_total = excluded.tax_total,
        discount_total = excluded.discount_total, grand_total = excluded.grand_total,
        current_total = excluded.current_total, financial_status = excluded.financial_status,
        fulfillment_status = excluded.fulfillment_status, cancel_reason = excluded.cancel_reason,
        cancelled_at = coalesce(excluded.cancelled_at, ours.cancelled_at), closed_at = excluded.closed_at,
        processed_at = excluded.processed_at,
        note = CASE WHEN ours.redacted_at IS NULL THEN excluded.note ELSE '' END, tags = excluded.tags,
        attributes = CASE WHEN ours.redacted_at IS NULL THEN excluded.attributes ELSE '{}' END, source_updated_at = excluded.source_updated_at,
        source_digest = excluded.source_digest, updated_at = statement_timestamp()
    WHERE ours.source_updated_at IS NULL OR ours.source_updated_at <= excluded.source_updated_at
    RETURNING id, gid, (xmax = 0) AS created, redacted_at IS NOT NULL AS redacted
)
INSERT INTO merged (
    at, gid, id, created, cancelled, is_open, status, method_id, requested_method, method_unknown, redacted
)
SELECT c.at, w.gid, w.id, w.created, c.cancelled_at IS NOT NULL,
       c.cancelled_at IS NULL AND NOT c.is_closed AND c.status = 'ORDER_CREATED', c.status,
       coalesce(mapped.method_id, named.id, standard.id), coalesce(shipping.title, ''),
       shipping.title IS NOT NULL AND mapped.id IS NULL AND named.id IS NULL, w.redacted
FROM written w
JOIN candidate c ON c.gid = w.gid
JOIN oms_shipmentmethod standard ON standard.code = 'STANDARD'
-- What the customer chose: what the shop's title is mapped to, else our method of that name.
LEFT JOIN LATERAL (
    SELECT title FROM staged_shipping s WHERE s.parent = w.gid ORDER BY s.at LIMIT 1
) shipping ON true
LEFT JOIN oms_shopshippingmethod mapped ON mapped.shop_id = c.shop_id AND mapped.title = shipping.title
LEFT JOIN LATERAL (
    SELECT id FROM oms_shipmentmethod n WHERE lower(shipping.title) IN (lower(n.name), lower(n.code))
    ORDER BY n.id LIMIT 1
) named ON true

-- name: counts
SELECT count(*) FILTER (WHERE m.created), count(*) FILTER (WHERE NOT m.created),
       count(*) FILTER (WHERE m.at IS NULL AND s.is_test AND f.at IS NULL),
       count(*) FILTER (WHERE m.at IS NULL AND NOT s.is_test AND f.at IS NULL)
FROM staged_order s
LEFT JOIN merged m ON m.at = s.at
LEFT JOIN failed_root f ON f.at = s.at
WHERE s.at BETWEEN %(first)s AND %(last)s

-- name: begun
-- An order that the OMS has begun to work on keeps its items, ship groups and status: those are for the jobs that
-- import changes. Everything else of it follows the shop. Its digest says that there is more to it than was written:
-- to those jobs the same version is one that differs.
WITH begun AS (
    UPDATE merged m SET begun = true
    WHERE m.at BETWEEN %(first)s AND %(last)s AND NOT m.created AND (
        EXISTS (SELECT FROM oms_orderheader o
                WHERE o.id = m.id AND o.status IN ('ORDER_APPROVED', 'ORDER_HOLD'))
        OR EXISTS (
            SELECT FROM oms_orderitem i
            JOIN oms_orderitemshipgroup g ON g.id = i.ship_group_id
            JOIN oms_facility f ON f.id = g.facility_id
            WHERE i.order_id = m.id AND i.part = 'OPEN' AND (
                i.status <> 'ITEM_CREATED' OR i.presell_type <> '' OR g.kind IN ('PREORDER', 'BACKORDER')
                OR (g.kind <> 'PICKUP' AND f.code NOT IN ('_NA_', 'GENERAL_OPS_PARKING'))
            )
        )
    )
    RETURNING m.id
)
UPDATE oms_orderheader o SET source_digest = 'items not followed' FROM begun WHERE o.id = begun.id

-- name: keep_items
-- In the place of `begun`, where what changed of the items is worked out line by line.
UPDATE merged m SET begun = true
WHERE m.at BETWEEN %(first)s AND %(last)s AND NOT m.created

-- name: states
WITH changed AS (
    UPDATE oms_orderheader o SET status = m.status
    FROM merged m, oms_orderheader before
    WHERE m.at BETWEEN %(first)s AND %(last)s AND NOT m.created AND NOT m.begun AND o.id = m.id
      AND before.id = o.id AND o.status <> m.status
    RETURNING o.id, before.status AS from_status, o.status AS to_status
)
INSERT INTO oms_orderstatushistory (order_id, from_status, to_status, reason, actor)
SELECT id, from_status, to_status, 'Changed in the shop', (SELECT actor FROM context) FROM changed

-- name: remove_adjustments
-- What was given back for goodwill comes with the returns.
DELETE FROM oms_orderadjustment a USING merged m
WHERE a.kind <> 'APPEASEMENT' AND a.order_id = m.id AND NOT m.created AND m.at BETWEEN %(first)s AND %(last)s

-- name: remove_addresses
DELETE FROM oms_orderaddress a USING merged m
WHERE a.order_id = m.id AND NOT m.created AND m.at BETWEEN %(first)s AND %(last)s

-- name: remove_exceptions
DELETE FROM oms_orderexception e USING merged m
WHERE e.order_id = m.id AND NOT m.created AND NOT m.begun AND m.at BETWEEN %(first)s AND %(last)s
  AND (e.item_id IS NOT NULL OR e.resolved_at IS NULL)

-- name: remove_items
DELETE FROM oms_orderitem i USING merged m
WHERE i.order_id = m.id AND NOT m.created AND NOT m.begun AND m.at BETWEEN %(first)s AND %(last)s

-- name: remove_groups
DELETE FROM oms_orderitemshipgroup g USING merged m
WHERE g.order_id = m.id AND NOT m.created AND NOT m.begun AND m.at BETWEEN %(first)s AND %(last)s

-- name: units
TRUNCATE span_unit;
INSERT INTO span_unit SELECT * FROM unit WHERE at BETWEEN %(first)s AND %(last)s

-- name: placeholders
-- A variant that the catalogue doesn't know yet gets a product to hold its place, once.
WITH unknown AS (
    SELECT gid, name, sku, requires_shipping, is_gift_card,
           nextval(pg_get_serial_sequence('oms_product', 'id')) AS product_id
    FROM (
        SELECT DISTINCT ON (u.variant_gid) u.variant_gid AS gid, u.name, u.sku, u.requires_shipping, u.is_gift_card
        FROM span_unit u CROSS JOIN context c
        LEFT JOIN oms_shopproduct known ON known.shop_id = c.shop_id AND known.gid = u.variant_gid
        WHERE u.variant_gid IS NOT NULL AND known.id IS NULL
        ORDER BY u.variant_gid, u.line_at
    ) first_seen
), claimed AS (
    INSERT INTO oms_shopproduct (shop_id, gid, kind, product_id)
    SELECT c.shop_id, u.gid, 'VARIANT', u.product_id FROM unknown u CROSS JOIN context c
    ON CONFLICT (shop_id, gid) DO NOTHING
    RETURNING gid, product_id
), held AS (
    INSERT INTO oms_product (
        id, store_id, is_variant, is_placeholder, name, sku, requires_shipping, is_gift_card, has_inventory
    )
    SELECT p.product_id, c.store_id, true, true, coalesce(u.name, ''), coalesce(u.sku, ''), u.requires_shipping,
           u.is_gift_card, NOT u.is_gift_card
    FROM claimed p JOIN unknown u ON u.gid = p.gid CROSS JOIN context c
    RETURNING id
)
INSERT INTO oms_productexception (product_id, kind, message)
SELECT p.product_id, 'PLACEHOLDER', p.gid || ' was ordered before it was in the catalogue' FROM claimed p

-- name: addresses
INSERT INTO oms_orderaddress (
    order_id, kind, name, company, address1, address2, city, province, province_code, country_code, zip, phone,
    latitude, longitude
)
SELECT m.id, a.kind, coalesce(own.name, ''), coalesce(own.company, ''), coalesce(own.address1, ''),
       coalesce(own.address2, ''), coalesce(own.city, ''), coalesce(a.province, ''), coalesce(a.province_code, ''),
       coalesce(a.country_code, ''), coalesce(own.zip, ''), coalesce(own.phone, ''), p.latitude, p.longitude
FROM merged m
JOIN staged_address a ON a.order_at = m.at
-- Of a customer who was erased only the province and the country.
LEFT JOIN LATERAL (
    SELECT a.name, a.company, a.address1, a.address2, a.city, a.zip, a.phone WHERE NOT m.redacted
) own ON true
LEFT JOIN oms_postalcode p ON p.country = a.country_code
    AND p.code = CASE WHEN a.country_code = 'US' THEN left(own.zip, 5) ELSE upper(own.zip) END
WHERE m.at BETWEEN %(first)s AND %(last)s

-- name: items
-- The ship groups, one for each method, kind and place, and the items in them.
WITH groups AS (
    INSERT INTO oms_orderitemshipgroup (order_id, seq, facility_id, method_id, kind, requested_method)
    SELECT order_id, row_number() OVER (PARTITION BY order_id ORDER BY first_line, part_seq), facility_id, method_id,
           kind, requested_method
    FROM (
        SELECT order_id, facility_id, method_id, kind, requested_method, min(line_at) AS first_line,
               min(part_seq) AS part_seq
        FROM span_unit WHERE NOT begun GROUP BY order_id, facility_id, method_id, kind, requested_method
    ) place
    RETURNING id, order_id, facility_id, kind
)
INSERT INTO oms_orderitem (
    order_id, seq, line_gid, part, product_id, ship_group_id, quantity, price, discounted_price, status, name,
    variant_title, sku, requires_shipping, is_gift_card, attributes
)
SELECT u.order_id, row_number() OVER (PARTITION BY u.order_id ORDER BY u.line_at, u.part_seq), u.line_gid, u.part,
       p.product_id, g.id, u.units, u.price, u.discounted_price, u.status, coalesce(u.name, ''),
       coalesce(u.variant_title, ''), coalesce(u.sku, ''), u.requires_shipping, u.is_gift_card, u.attributes
FROM span_unit u
CROSS JOIN context c
JOIN groups g ON g.order_id = u.order_id AND g.kind = u.kind AND g.facility_id = u.facility_id
LEFT JOIN oms_shopproduct p ON p.shop_id = c.shop_id AND p.gid = u.variant_gid
WHERE NOT u.begun

-- name: adjustments
INSERT INTO oms_orderadjustment (order_id, kind, seq, name, code, amount, rate, included)
SELECT m.id, 'SHIPPING', row_number() OVER (PARTITION BY m.id ORDER BY s.at), coalesce(s.title, ''),
       coalesce(s.code, ''), s.amount, NULL, false
FROM merged m JOIN staged_shipping s ON s.parent = m.gid
WHERE m.at BETWEEN %(first)s AND %(last)s
UNION ALL
SELECT m.id, 'TAX', t.seq, coalesce(t.name, ''), '', t.amount, t.rate, o.taxes_included
FROM merged m JOIN staged_tax t ON t.order_at = m.at JOIN staged_order o ON o.at = m.at
WHERE m.at BETWEEN %(first)s AND %(last)s
UNION ALL
SELECT m.id, 'DISCOUNT', 1, 'Discount', coalesce(o.discount_code, ''), -o.discount_total, NULL, false
FROM merged m JOIN staged_order o ON o.at = m.at
WHERE m.at BETWEEN %(first)s AND %(last)s AND o.discount_total > 0

-- name: payments
-- The shop never removes a transaction, so neither do we: one that is newer than the file stays.
INSERT INTO oms_orderpaymentpreference AS ours (
    order_id, transaction_gid, parent_gid, kind, status, amount, currency, gateway, error_code, processed_at
)
SELECT m.id, p.transaction_gid, coalesce(p.parent_gid, ''), p.kind, p.status, p.amount, coalesce(p.currency, ''),
       coalesce(p.gateway, ''), coalesce(p.error_code, ''), p.processed_at
FROM merged m JOIN staged_payment p ON p.order_at = m.at
WHERE m.at BETWEEN %(first)s AND %(last)s
ON CONFLICT (order_id, transaction_gid) DO UPDATE SET
    parent_gid = excluded.parent_gid, kind = excluded.kind, status = excluded.status, amount = excluded.amount,
    currency = excluded.currency, gateway = excluded.gateway, error_code = excluded.error_code,
    processed_at = excluded.processed_at
WHERE (ours.status, ours.amount, ours.parent_gid, ours.error_code)
    IS DISTINCT FROM (excluded.status, excluded.amount, excluded.parent_gid, excluded.error_code)

-- name: history
INSERT INTO oms_orderstatushistory (order_id, from_status, to_status, reason, actor)
SELECT m.id, '', m.status, 'Imported', c.actor FROM merged m CROSS JOIN context c
WHERE m.at BETWEEN %(first)s AND %(last)s AND m.created

-- name: exceptions
INSERT INTO oms_orderexception (order_id, item_id, kind, message)
SELECT DISTINCT u.order_id, NULL::bigint, 'BAD_ADDRESS',
       CASE WHEN a.order_at IS NULL THEN 'The order has no shipping address'
            ELSE 'The shipping address names no street, place or country' END
FROM span_unit u LEFT JOIN staged_address a ON a.order_at = u.at AND a.kind = 'SHIPPING'
WHERE u.is_live AND u.kind = 'SHIPPING' AND (
    a.order_at IS NULL OR a.address1 IS NULL OR a.country_code IS NULL OR (a.city IS NULL AND a.zip IS NULL)
)
UNION ALL
SELECT m.id, NULL, 'UNKNOWN_SHIPPING_METHOD',
       'The shop calls it "' || m.requested_method || '"; Standard is used until it is mapped'
FROM merged m
WHERE m.at BETWEEN %(first)s AND %(last)s AND m.method_unknown
  AND EXISTS (SELECT FROM span_unit u WHERE u.at = m.at AND u.is_live AND u.kind = 'SHIPPING')
UNION ALL
SELECT i.order_id, i.id, 'UNKNOWN_PRODUCT', 'The variant of ' || i.name || ' is not in the catalogue'
FROM merged m
JOIN oms_orderitem i ON i.order_id = m.id
JOIN oms_product p ON p.id = i.product_id
WHERE m.at BETWEEN %(first)s AND %(last)s AND NOT m.begun AND p.is_placeholder
-- One that is open already names what is wrong now.
ON CONFLICT (order_id, kind, item_id) WHERE resolved_at IS NULL DO UPDATE SET message = excluded.message
WHERE oms_orderexception.message <> excluded.message

-- name: mended
-- What an order that is kept no longer suffers from, after its items have followed: all of it, once nothing is left to
-- be shipped. Until then, units that a place had already may be about to leave by a method that nobody knows.
UPDATE oms_orderexception e SET resolved_at = statement_timestamp()
FROM merged m
WHERE m.at BETWEEN %(first)s AND %(last)s AND m.begun AND e.order_id = m.id AND e.resolved_at IS NULL AND (
    (e.kind IN ('UNKNOWN_SHIPPING_METHOD', 'BAD_ADDRESS') AND NOT EXISTS (
        SELECT FROM span_unit u WHERE u.at = m.at AND u.is_live AND u.kind = 'SHIPPING'
    ))
    OR (e.kind = 'UNKNOWN_SHIPPING_METHOD' AND NOT m.method_unknown AND NOT EXISTS (
        SELECT FROM oms_orderitem i
        JOIN oms_orderitemshipgroup g ON g.id = i.ship_group_id
        CROSS JOIN context c
        WHERE i.order_id = m.id AND i.status IN ('ITEM_CREATED', 'ITEM_APPROVED') AND g.requested_method <> ''
          AND NOT EXISTS (
              SELECT FROM oms_shopshippingmethod s
              WHERE s.shop_id = c.shop_id AND s.title = g.requested_method AND s.method_id = g.method_id
          )
          AND NOT EXISTS (
              SELECT FROM oms_shipmentmethod n
              WHERE n.id = g.method_id AND lower(g.requested_method) IN (lower(n.name), lower(n.code))
          )
    ))
    OR (e.kind = 'BAD_ADDRESS' AND EXISTS (
        SELECT FROM staged_address a
        WHERE a.order_at = m.at AND a.kind = 'SHIPPING' AND a.address1 IS NOT NULL AND a.country_code IS NOT NULL
          AND (a.city IS NOT NULL OR a.zip IS NOT NULL)
    ))
)

-- name: written
SELECT id, gid, created, cancelled FROM merged WHERE at BETWEEN %(first)s AND %(last)s ORDER BY at

-- name: lines
-- The lines of the orders that are kept, one row for each fate of their units.
SELECT u.order_id, u.line_gid, u.part, u.units, u.facility_id, u.method_id, u.kind, u.requested_method, p.product_id,
       u.price, u.discounted_price, coalesce(u.name, ''), coalesce(u.variant_title, ''), coalesce(u.sku, ''),
       u.requires_shipping, u.is_gift_card, u.attributes
FROM span_unit u
CROSS JOIN context c
LEFT JOIN oms_shopproduct p ON p.shop_id = c.shop_id AND p.gid = u.variant_gid
WHERE u.begun
ORDER BY u.order_id, u.line_at, u.part_seq

-- name: shown
-- Some of those that were created, or else updated, by name.
SELECT m.id, coalesce(nullif(o.name, ''), m.gid) FROM merged m JOIN oms_orderheader o ON o.id = m.id
WHERE m.at BETWEEN %(first)s AND %(last)s AND m.created = %(created)s ORDER BY m.at LIMIT %(limit)s
