-- name: create
-- One row per line of the file (product, variant, membership of a collection); the lists inside a line have rows keyed
-- by the byte that line begins at. Numbers have no precision here: a value that the OMS can't hold is refused when its
-- product is merged, alone.
CREATE UNLOGGED TABLE staged_product (
    at bigint, length integer, gid text, legacy_id text, title text, description text, handle text, status text,
    vendor text, product_type text, image_url text, is_gift_card boolean, source_created_at timestamptz,
    updated_at timestamptz, taxonomy_gid text
);
CREATE UNLOGGED TABLE staged_tag (product_at bigint, tag text);
CREATE UNLOGGED TABLE staged_option (product_at bigint, name text, value text, position integer, gid text);
CREATE UNLOGGED TABLE staged_taxonomy (product_at bigint, gid text, name text, parent_gid text);
CREATE UNLOGGED TABLE staged_variant (
    at bigint, length integer, gid text, parent text, legacy_id text, title text, sku text, barcode text,
    price numeric, compare_at_price numeric, position numeric, weight numeric, weight_unit text,
    requires_shipping boolean, inventory_item_gid text, source_created_at timestamptz, updated_at timestamptz
);
CREATE UNLOGGED TABLE staged_variant_option (variant_at bigint, name text, value text, position integer);
CREATE UNLOGGED TABLE staged_collection (at bigint, length integer, gid text, parent text, title text);

-- Products and variants that this run writes: the ids of their rows here.
CREATE UNLOGGED TABLE merged (at bigint PRIMARY KEY, gid text NOT NULL, id bigint NOT NULL, created boolean NOT NULL);
CREATE UNLOGGED TABLE merged_variant (
    at bigint NOT NULL, line_at bigint PRIMARY KEY, gid text NOT NULL, id bigint NOT NULL, parent_id bigint NOT NULL,
    filled boolean NOT NULL
);
CREATE INDEX ON merged_variant (at);
-- Features of these products whose option, or value, has another name in the shop now.
CREATE UNLOGGED TABLE renamed (
    at bigint NOT NULL, product_id bigint NOT NULL, feature_id bigint NOT NULL, type text NOT NULL, name text NOT NULL
);

CREATE VIEW root AS SELECT at, gid, gid AS reference FROM staged_product;

CREATE VIEW staged_line AS
SELECT at, length, gid, '' AS parent FROM staged_product
UNION ALL SELECT at, length, gid, parent FROM staged_variant
-- A collection comes once for each of its products: it is no parent of anything.
UNION ALL SELECT at, length, NULL, parent FROM staged_collection
UNION ALL SELECT at, length, gid, parent FROM bad_line;

CREATE VIEW orphan_line AS
SELECT at, gid, parent FROM staged_variant c WHERE NOT EXISTS (SELECT FROM staged_product p WHERE p.gid = c.parent)
UNION ALL
SELECT at, gid, parent FROM staged_collection c WHERE NOT EXISTS (SELECT FROM staged_product p WHERE p.gid = c.parent);

CREATE VIEW written AS
SELECT at, at AS line_at, id FROM merged
UNION ALL SELECT at, line_at, id FROM merged_variant;

CREATE VIEW identification AS
SELECT m.at, m.at AS line_at, m.id AS product_id, 'SHOPIFY_PROD_ID' AS type, s.legacy_id AS value
FROM merged m JOIN staged_product s ON s.at = m.at
UNION ALL
SELECT m.at, m.line_at, m.id, kind.type, kind.value
FROM merged_variant m JOIN staged_variant v ON v.at = m.line_at
CROSS JOIN LATERAL (
    VALUES ('SHOPIFY_PROD_ID', v.legacy_id), ('SKU', v.sku), ('UPCA', v.barcode)
) kind(type, value)
WHERE kind.value IS NOT NULL;

CREATE VIEW feature AS
SELECT m.at, m.id AS product_id, o.name, o.value, o.position, coalesce(o.gid, '') AS gid, 'SELECTABLE' AS kind
FROM merged m JOIN staged_option o ON o.product_at = m.at
UNION ALL
SELECT m.at, m.id, o.name, o.value, o.position, '', 'STANDARD'
FROM merged_variant m JOIN staged_variant_option o ON o.variant_at = m.line_at;

-- Categories of the products, and (is_member false) those above them.
CREATE VIEW category AS
SELECT m.at, m.id AS product_id, 'PRODUCT_TYPE' AS type, s.product_type AS key, s.product_type AS name,
       NULL AS parent_key, true AS is_member
FROM merged m JOIN staged_product s ON s.at = m.at WHERE s.product_type IS NOT NULL
UNION ALL
SELECT m.at, m.id, 'TAXONOMY', t.gid, t.name, t.parent_gid, t.gid = s.taxonomy_gid
FROM merged m JOIN staged_product s ON s.at = m.at JOIN staged_taxonomy t ON t.product_at = m.at
UNION ALL
SELECT m.at, m.id, 'COLLECTION', k.gid, coalesce(k.title, ''), NULL, true
FROM merged m JOIN staged_collection k ON k.parent = m.gid;
