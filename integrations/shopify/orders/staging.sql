-- name: create
-- One row per line of the file (order, item, shipping line, fulfillment order and its lines); the lists inside an
-- order's line have rows keyed by the byte that line begins at. Numbers have no precision here: a value that the OMS
-- can't hold is refused when its order is merged, alone.
CREATE UNLOGGED TABLE staged_order (
    at bigint, length integer, gid text, name text, number numeric, channel text, order_date timestamptz,
    updated_at timestamptz, is_test boolean, is_closed boolean, customer_gid text, customer_name text,
    customer_email text, customer_phone text, currency text, taxes_included boolean, subtotal numeric,
    shipping_total numeric, tax_total numeric, discount_total numeric, grand_total numeric, current_total numeric,
    financial_status text, fulfillment_status text, cancel_reason text, cancelled_at timestamptz,
    closed_at timestamptz, processed_at timestamptz, note text, tags text[], attributes jsonb, discount_code text,
    digest text
);
CREATE UNLOGGED TABLE staged_address (
    order_at bigint, kind text, name text, company text, address1 text, address2 text, city text, province text,
    province_code text, country_code text, zip text, phone text
);
CREATE UNLOGGED TABLE staged_payment (
    order_at bigint, transaction_gid text, parent_gid text, kind text, status text, amount numeric, currency text,
    gateway text, error_code text, processed_at timestamptz
);
CREATE UNLOGGED TABLE staged_tax (order_at bigint, seq integer, name text, amount numeric, rate numeric);
CREATE UNLOGGED TABLE staged_item (
    at bigint, length integer, gid text, parent text, variant_gid text, open_units numeric, completed_units numeric,
    cancelled_units numeric, price numeric, discounted_price numeric, name text, variant_title text, sku text,
    requires_shipping boolean, is_gift_card boolean, attributes jsonb
);
CREATE UNLOGGED TABLE staged_shipping (
    at bigint, length integer, gid text, parent text, title text, code text, amount numeric
);
CREATE UNLOGGED TABLE staged_fulfillment_order (
    at bigint, length integer, gid text, parent text, is_ended boolean, method_type text, location_gid text
);
CREATE UNLOGGED TABLE staged_fulfillment_line (at bigint, length integer, gid text, parent text, line_gid text);

-- Lines of the order that the customer collects, and where.
CREATE UNLOGGED TABLE pickup_line (line_gid text PRIMARY KEY, location_gid text);

-- Orders that this run has written: their rows here, and what must be known of them to write the rest.
CREATE UNLOGGED TABLE merged (
    at bigint PRIMARY KEY, gid text NOT NULL, id bigint NOT NULL, created boolean NOT NULL,
    cancelled boolean NOT NULL, is_open boolean NOT NULL, status text NOT NULL, method_id bigint NOT NULL,
    requested_method text NOT NULL, method_unknown boolean NOT NULL, redacted boolean NOT NULL,
    begun boolean NOT NULL DEFAULT false
);

CREATE VIEW root AS SELECT at, gid, gid AS reference FROM staged_order;

CREATE VIEW staged_line AS
SELECT at, length, gid, '' AS parent FROM staged_order
UNION ALL SELECT at, length, gid, parent FROM staged_item
UNION ALL SELECT at, length, gid, parent FROM staged_shipping
UNION ALL SELECT at, length, gid, parent FROM staged_fulfillment_order
UNION ALL SELECT at, length, gid, parent FROM staged_fulfillment_line
UNION ALL SELECT at, length, gid, parent FROM bad_line;

CREATE VIEW orphan_line AS
SELECT at, gid, parent FROM staged_item c WHERE NOT EXISTS (SELECT FROM staged_order p WHERE p.gid = c.parent)
UNION ALL
SELECT at, gid, parent FROM staged_shipping c WHERE NOT EXISTS (SELECT FROM staged_order p WHERE p.gid = c.parent)
UNION ALL
SELECT at, gid, parent FROM staged_fulfillment_order c
WHERE NOT EXISTS (SELECT FROM staged_order p WHERE p.gid = c.parent)
UNION ALL
SELECT at, gid, parent FROM staged_fulfillment_line c
WHERE NOT EXISTS (SELECT FROM staged_fulfillment_order p WHERE p.gid = c.parent);

-- The units of each line of the written orders by their fate, and where those wait. What is already decided, and
-- everything of an order that is not open, goes where nothing is brokered from.
CREATE VIEW unit AS
SELECT m.at, m.id AS order_id, m.begun, i.at AS line_at, i.gid AS line_gid, part.name AS part, part.seq AS part_seq,
       part.units, i.variant_gid, i.price, i.discounted_price, i.name, i.variant_title, i.sku, i.requires_shipping,
       i.is_gift_card, CASE WHEN m.redacted THEN '{}' ELSE i.attributes END AS attributes, part.status, kind.name AS kind, kind.is_live,
       CASE WHEN NOT kind.is_live THEN general.id
            WHEN kind.name = 'PICKUP' THEN coalesce(place.facility_id, queue.id)
            ELSE queue.id END AS facility_id,
       CASE kind.name WHEN 'PICKUP' THEN pickup_method.id WHEN 'DIGITAL' THEN digital_method.id
            ELSE m.method_id END AS method_id,
       CASE WHEN kind.name = 'SHIPPING' THEN m.requested_method ELSE '' END AS requested_method
FROM merged m
CROSS JOIN context c
JOIN oms_facility queue ON queue.code = '_NA_'
JOIN oms_facility general ON general.code = 'GENERAL_OPS_PARKING'
JOIN oms_shipmentmethod pickup_method ON pickup_method.code = 'STOREPICKUP'
JOIN oms_shipmentmethod digital_method ON digital_method.code = 'DIGITAL'
JOIN staged_item i ON i.parent = m.gid
LEFT JOIN pickup_line collected ON collected.line_gid = i.gid
LEFT JOIN oms_shoplocation place ON place.shop_id = c.shop_id AND place.gid = collected.location_gid
CROSS JOIN LATERAL (VALUES
    ('OPEN', 1, CASE WHEN m.cancelled THEN 0 ELSE i.open_units END, 'ITEM_CREATED'),
    ('COMPLETED', 2, i.completed_units, 'ITEM_COMPLETED'),
    ('CANCELLED', 3, i.cancelled_units + CASE WHEN m.cancelled THEN i.open_units ELSE 0 END, 'ITEM_CANCELLED')
) part(name, seq, units, status)
CROSS JOIN LATERAL (
    SELECT CASE WHEN collected.line_gid IS NOT NULL THEN 'PICKUP' WHEN i.requires_shipping THEN 'SHIPPING'
                ELSE 'DIGITAL' END AS name,
           m.is_open AND part.name = 'OPEN' AS is_live
) kind
WHERE part.units > 0;

-- The units of the span under way, worked out once: four statements read them.
CREATE UNLOGGED TABLE span_unit AS SELECT * FROM unit WITH NO DATA;
