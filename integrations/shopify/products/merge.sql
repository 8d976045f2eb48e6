-- name: lock
-- Products have no natural key of their own, so two writers of one shop's catalogue must not choose ids side by side.
SELECT pg_advisory_xact_lock(hashtext('oms_product'), shop_id::integer) FROM context

-- name: lock_shop
-- The same, for who writes products of the shop in another way.
SELECT pg_advisory_xact_lock(hashtext('oms_product'), %(shop)s::integer)

-- name: products
-- A product is written when it, or something of it, is newer than ours. A file that is older than our row changes
-- nothing; at the same age it is compared, for the shop's time has whole seconds, and variants and collections may
-- change on their own.
INSERT INTO merged (at, gid, id, created)
SELECT s.at, s.gid, coalesce(known.product_id, nextval(pg_get_serial_sequence('oms_product', 'id'))),
       known.product_id IS NULL
FROM staged_product s
CROSS JOIN context c
LEFT JOIN oms_shopproduct known ON known.shop_id = c.shop_id AND known.gid = s.gid
LEFT JOIN oms_product p ON p.id = known.product_id
WHERE s.at BETWEEN %(first)s AND %(last)s
  AND NOT EXISTS (SELECT FROM failed_root f WHERE f.at = s.at)
  AND (
    p.id IS NULL OR p.source_updated_at IS NULL OR p.source_updated_at < s.updated_at
    OR (p.source_updated_at = s.updated_at AND (
        (p.name, p.description, p.handle, p.status, p.brand, p.product_type) IS DISTINCT FROM (
            coalesce(s.title, ''), coalesce(s.description, ''), coalesce(s.handle, ''), s.status,
            coalesce(s.vendor, ''), coalesce(s.product_type, ''))
        OR p.discontinued_at IS NOT NULL
        OR ARRAY(SELECT DISTINCT tag COLLATE "C" FROM staged_tag t WHERE t.product_at = s.at ORDER BY 1)
           <> ARRAY(SELECT tag::text COLLATE "C" FROM oms_producttag t WHERE t.product_id = p.id ORDER BY 1)
        OR EXISTS (
            SELECT FROM staged_option o WHERE o.product_at = s.at AND NOT EXISTS (
                SELECT FROM oms_productfeatureappl a
                JOIN oms_productfeature f ON f.id = a.feature_id
                JOIN oms_productfeaturetype t ON t.id = f.type_id
                WHERE a.product_id = p.id AND (t.name, f.name, a.option_value_gid) = (o.name, o.value, coalesce(o.gid, ''))
            )
        )
        OR EXISTS (
            SELECT FROM oms_product ours WHERE ours.parent_id = p.id AND ours.discontinued_at IS NULL
              AND NOT EXISTS (
                SELECT FROM oms_shopproduct os JOIN staged_variant v ON v.gid = os.gid AND v.parent = s.gid
                WHERE os.shop_id = c.shop_id AND os.product_id = ours.id
              )
        )
        OR EXISTS (
            SELECT FROM staged_variant v
            LEFT JOIN oms_shopproduct vs ON vs.shop_id = c.shop_id AND vs.gid = v.gid
            LEFT JOIN oms_product vp ON vp.id = vs.product_id
            WHERE v.parent = s.gid AND (
                vp.id IS NULL OR vp.source_updated_at IS NULL OR vp.source_updated_at < v.updated_at
                OR (vp.source_updated_at = v.updated_at
                    AND (vp.price, vp.sku) IS DISTINCT FROM (v.price, coalesce(v.sku, '')))
            )
        )
        OR EXISTS (
            SELECT FROM staged_collection k WHERE k.parent = s.gid AND NOT EXISTS (
                SELECT FROM oms_shopcategory sc
                JOIN oms_productcategorymember m ON m.category_id = sc.category_id
                WHERE sc.shop_id = c.shop_id AND sc.gid = k.gid AND m.product_id = p.id AND m.thru_at IS NULL
            )
        )
        OR EXISTS (
            SELECT FROM oms_productcategorymember m
            JOIN oms_shopcategory sc ON sc.category_id = m.category_id AND sc.shop_id = c.shop_id
            WHERE m.product_id = p.id AND m.thru_at IS NULL
              AND NOT EXISTS (SELECT FROM staged_collection k WHERE k.parent = s.gid AND k.gid = sc.gid)
        )
    ))
  )
ORDER BY s.at

-- name: counts
SELECT count(*) FILTER (WHERE m.created), count(*) FILTER (WHERE NOT m.created),
       count(*) FILTER (WHERE m.at IS NULL AND f.at IS NULL)
FROM staged_product s
LEFT JOIN merged m ON m.at = s.at
LEFT JOIN failed_root f ON f.at = s.at
WHERE s.at BETWEEN %(first)s AND %(last)s

-- name: variants
-- A variant that the shop made anew is told by its SKU: the row of the one that was deleted goes on, under the new
-- parent, with its stock and its orders. Of several with that SKU the first takes it.
INSERT INTO merged_variant (at, line_at, gid, id, parent_id, filled)
SELECT line.at, line.line_at, line.gid,
       coalesce(line.known_id, CASE WHEN line.turn = 1 THEN line.again_id END,
                nextval(pg_get_serial_sequence('oms_product', 'id'))),
       line.parent_id, line.filled
FROM (
    SELECT m.at, v.at AS line_at, v.gid, m.id AS parent_id, known.product_id AS known_id, again.id AS again_id,
           row_number() OVER (PARTITION BY again.id ORDER BY v.at) AS turn, coalesce(p.is_placeholder, false) AS filled
    FROM merged m
    CROSS JOIN context c
    JOIN staged_variant v ON v.parent = m.gid
    LEFT JOIN oms_shopproduct known ON known.shop_id = c.shop_id AND known.gid = v.gid
    LEFT JOIN oms_product p ON p.id = known.product_id
    LEFT JOIN LATERAL (
        SELECT gone.id FROM oms_product gone
        WHERE known.id IS NULL AND gone.store_id = c.store_id AND gone.is_variant AND gone.sku = v.sku
          AND gone.discontinued_at IS NOT NULL
        UNION ALL
        SELECT leaving.id FROM oms_product leaving
        WHERE known.id IS NULL AND leaving.parent_id = m.id AND leaving.sku = v.sku
          AND leaving.discontinued_at IS NULL
          AND NOT EXISTS (
            SELECT FROM oms_shopproduct link JOIN staged_variant stays ON stays.gid = link.gid AND stays.parent = m.gid
            WHERE link.shop_id = c.shop_id AND link.product_id = leaving.id
          )
        LIMIT 1
    ) again ON true
    WHERE m.at BETWEEN %(first)s AND %(last)s
) line
ORDER BY line.line_at

-- name: write_products
INSERT INTO oms_product (
    id, store_id, is_virtual, name, description, handle, brand, product_type, image_url, requires_shipping,
    is_gift_card, has_inventory, status, source_created_at, source_updated_at
)
SELECT m.id, c.store_id, true, coalesce(s.title, ''), coalesce(s.description, ''), coalesce(s.handle, ''),
       coalesce(s.vendor, ''), coalesce(s.product_type, ''), coalesce(s.image_url, ''),
       coalesce(parts.requires_shipping, true), s.is_gift_card, NOT s.is_gift_card, s.status, s.source_created_at,
       s.updated_at
FROM merged m
CROSS JOIN context c
JOIN staged_product s ON s.at = m.at
LEFT JOIN LATERAL (
    SELECT bool_or(v.requires_shipping) AS requires_shipping FROM staged_variant v WHERE v.parent = s.gid
) parts ON true
WHERE m.at BETWEEN %(first)s AND %(last)s
ORDER BY m.at
ON CONFLICT (id) DO UPDATE SET
    name = excluded.name, description = excluded.description, handle = excluded.handle, brand = excluded.brand,
    product_type = excluded.product_type, image_url = excluded.image_url,
    requires_shipping = excluded.requires_shipping, is_gift_card = excluded.is_gift_card,
    has_inventory = excluded.has_inventory, status = excluded.status, discontinued_at = NULL,
    source_created_at = excluded.source_created_at, source_updated_at = excluded.source_updated_at,
    updated_at = statement_timestamp()

-- name: write_variants
-- A variant is named as Shopify shows it, "Title - Red / S"; the only variant of a product bears the product's name.
-- A placeholder that an order has left keeps its row, so that the order's items find the real product.
INSERT INTO oms_product (
    id, store_id, parent_id, is_variant, name, sku, brand, product_type, image_url, price, compare_at_price, weight,
    weight_unit, requires_shipping, is_gift_card, has_inventory, position, status, source_created_at,
    source_updated_at
)
SELECT m.id, c.store_id, m.parent_id, true,
       coalesce(s.title, '') || CASE WHEN v.title IS NULL OR v.title = 'Default Title' THEN '' ELSE ' - ' || v.title END,
       coalesce(v.sku, ''), coalesce(s.vendor, ''), coalesce(s.product_type, ''), coalesce(s.image_url, ''), v.price,
       v.compare_at_price, v.weight, coalesce(v.weight_unit, ''), v.requires_shipping, s.is_gift_card,
       NOT s.is_gift_card, v.position, s.status, v.source_created_at, v.updated_at
FROM merged_variant m
CROSS JOIN context c
JOIN staged_variant v ON v.at = m.line_at
JOIN staged_product s ON s.at = m.at
WHERE m.at BETWEEN %(first)s AND %(last)s
ORDER BY m.line_at
ON CONFLICT (id) DO UPDATE SET
    parent_id = excluded.parent_id, is_placeholder = false, name = excluded.name, sku = excluded.sku,
    brand = excluded.brand, product_type = excluded.product_type, image_url = excluded.image_url,
    price = excluded.price, compare_at_price = excluded.compare_at_price, weight = excluded.weight,
    weight_unit = excluded.weight_unit, requires_shipping = excluded.requires_shipping,
    is_gift_card = excluded.is_gift_card, has_inventory = excluded.has_inventory, position = excluded.position,
    status = excluded.status, discontinued_at = NULL, source_created_at = excluded.source_created_at,
    source_updated_at = excluded.source_updated_at, updated_at = statement_timestamp()

-- name: shop_products
INSERT INTO oms_shopproduct AS ours (shop_id, gid, kind, product_id, inventory_item_gid)
SELECT c.shop_id, line.gid, line.kind, line.id, line.inventory_item_gid
FROM context c CROSS JOIN (
    SELECT at, at AS line_at, gid, 'PRODUCT' AS kind, id, '' AS inventory_item_gid FROM merged
    UNION ALL
    SELECT m.at, m.line_at, m.gid, 'VARIANT', m.id, v.inventory_item_gid
    FROM merged_variant m JOIN staged_variant v ON v.at = m.line_at
) line
WHERE line.at BETWEEN %(first)s AND %(last)s
ORDER BY line.gid  -- as orders do that bring a placeholder of the same
ON CONFLICT (shop_id, gid) DO UPDATE SET inventory_item_gid = excluded.inventory_item_gid
WHERE ours.inventory_item_gid <> excluded.inventory_item_gid

-- name: discontinue
-- The newer file lists every variant of the product, so one it doesn't list was deleted in the shop. Its SKU is free.
WITH gone AS (
    UPDATE oms_product p SET discontinued_at = statement_timestamp(), updated_at = statement_timestamp()
    FROM merged m
    WHERE m.at BETWEEN %(first)s AND %(last)s AND NOT m.created AND p.parent_id = m.id AND p.discontinued_at IS NULL
      AND NOT EXISTS (SELECT FROM merged_variant v WHERE v.at = m.at AND v.id = p.id)
    RETURNING p.id
)
DELETE FROM oms_goodidentification g USING gone WHERE g.product_id = gone.id AND g.type = 'SKU'

-- name: remove_identifications
DELETE FROM oms_goodidentification g USING written w
WHERE w.at BETWEEN %(first)s AND %(last)s AND g.product_id = w.id AND g.type IN ('SKU', 'UPCA', 'SHOPIFY_PROD_ID')
  AND NOT EXISTS (
    SELECT FROM identification i
    WHERE i.at = w.at AND i.product_id = g.product_id AND i.type = g.type AND i.value = g.value
  )

-- name: identifications
-- Of two variants with one SKU the first in the file, or the one that has it already, keeps it.
INSERT INTO oms_goodidentification (product_id, store_id, type, value)
SELECT i.product_id, c.store_id, i.type, i.value
FROM identification i CROSS JOIN context c
WHERE i.at BETWEEN %(first)s AND %(last)s
ORDER BY i.line_at, i.type
ON CONFLICT DO NOTHING

-- name: freed_skus
-- A SKU that its owner gave up goes to the first that waits for it, of whatever product it is.
INSERT INTO oms_goodidentification (product_id, store_id, type, value)
SELECT p.id, p.store_id, 'SKU', p.sku
FROM oms_productexception e
JOIN oms_product p ON p.id = e.product_id
WHERE e.kind = 'DUPLICATE_SKU' AND e.resolved_at IS NULL AND p.sku <> '' AND p.discontinued_at IS NULL
  AND NOT EXISTS (
    SELECT FROM oms_goodidentification g WHERE g.store_id = p.store_id AND g.type = 'SKU' AND g.value = p.sku
  )
ORDER BY p.id
ON CONFLICT DO NOTHING

-- name: resolve_exceptions
UPDATE oms_productexception e SET resolved_at = statement_timestamp()
FROM oms_product p
WHERE p.id = e.product_id AND e.resolved_at IS NULL AND (
    (e.kind = 'PLACEHOLDER' AND NOT p.is_placeholder)
    OR (e.kind = 'DUPLICATE_SKU' AND (
        p.sku = '' OR p.discontinued_at IS NOT NULL
        OR EXISTS (SELECT FROM oms_goodidentification g WHERE g.product_id = p.id AND g.type = 'SKU')
    ))
)

-- name: resolve_order_exceptions
UPDATE oms_orderexception e SET resolved_at = statement_timestamp()
FROM oms_orderitem i JOIN merged_variant m ON m.id = i.product_id
WHERE e.kind = 'UNKNOWN_PRODUCT' AND e.resolved_at IS NULL AND i.id = e.item_id AND m.filled
  AND m.at BETWEEN %(first)s AND %(last)s

-- name: remove_tags
DELETE FROM oms_producttag t USING merged m
WHERE m.at BETWEEN %(first)s AND %(last)s AND NOT m.created AND t.product_id = m.id
  AND NOT EXISTS (SELECT FROM staged_tag s WHERE s.product_at = m.at AND s.tag = t.tag)

-- name: tags
INSERT INTO oms_producttag (product_id, tag)
SELECT m.id, s.tag FROM merged m JOIN staged_tag s ON s.product_at = m.at
WHERE m.at BETWEEN %(first)s AND %(last)s
ON CONFLICT DO NOTHING

-- name: renamed
-- The option's value is told by its gid, whatever it is called.
INSERT INTO renamed (at, product_id, feature_id, type, name)
SELECT f.at, f.product_id, p.id, f.name, f.value
FROM feature f
JOIN oms_productfeatureappl a ON a.product_id = f.product_id AND a.option_value_gid = f.gid
JOIN oms_productfeature p ON p.id = a.feature_id
JOIN oms_productfeaturetype t ON t.id = p.type_id
WHERE f.at BETWEEN %(first)s AND %(last)s AND f.gid <> '' AND (t.name, p.name) IS DISTINCT FROM (f.name, f.value)

-- name: lock_features
-- Features are common to all shops: while one is renamed, no other shop may give it to a product of its own.
SELECT CASE WHEN EXISTS (SELECT FROM renamed WHERE at BETWEEN %(first)s AND %(last)s)
       THEN pg_advisory_xact_lock(hashtext('oms_productfeature'))::text
       ELSE pg_advisory_xact_lock_shared(hashtext('oms_productfeature'))::text END

-- name: feature_types
INSERT INTO oms_productfeaturetype (name)
SELECT DISTINCT f.name FROM feature f
WHERE f.at BETWEEN %(first)s AND %(last)s
  AND NOT EXISTS (SELECT FROM oms_productfeaturetype t WHERE t.name = f.name)
ORDER BY f.name
ON CONFLICT DO NOTHING

-- name: rename_features
-- The row is kept where only this product and its variants have it. One that other products have, or a name that has
-- a row already, is left as it is: the product then goes over to the row of the new name.
UPDATE oms_productfeature p SET type_id = r.type_id, name = r.name
FROM (
    SELECT DISTINCT ON (t.id, r.name) r.feature_id, t.id AS type_id, r.name
    FROM renamed r JOIN oms_productfeaturetype t ON t.name = r.type
    WHERE r.at BETWEEN %(first)s AND %(last)s
      AND NOT EXISTS (SELECT FROM oms_productfeature taken WHERE taken.type_id = t.id AND taken.name = r.name)
      AND NOT EXISTS (
        SELECT FROM oms_productfeatureappl a JOIN oms_product other ON other.id = a.product_id
        WHERE a.feature_id = r.feature_id AND coalesce(other.parent_id, other.id) <> r.product_id
      )
    ORDER BY t.id, r.name, r.at
) r
WHERE p.id = r.feature_id

-- name: features
INSERT INTO oms_productfeature (type_id, name)
SELECT DISTINCT t.id, f.value FROM feature f JOIN oms_productfeaturetype t ON t.name = f.name
WHERE f.at BETWEEN %(first)s AND %(last)s
  AND NOT EXISTS (SELECT FROM oms_productfeature p WHERE p.type_id = t.id AND p.name = f.value)
ORDER BY t.id, f.value
ON CONFLICT DO NOTHING

-- name: remove_feature_appls
DELETE FROM oms_productfeatureappl a
USING written w, oms_productfeature p, oms_productfeaturetype t
WHERE w.at BETWEEN %(first)s AND %(last)s AND a.product_id = w.id AND p.id = a.feature_id AND t.id = p.type_id
  AND NOT EXISTS (
    SELECT FROM feature f WHERE f.at = w.at AND f.product_id = w.id AND f.name = t.name AND f.value = p.name
  )

-- name: feature_appls
INSERT INTO oms_productfeatureappl AS ours (product_id, feature_id, kind, position, option_value_gid)
SELECT DISTINCT ON (f.product_id, p.id) f.product_id, p.id, f.kind, f.position, f.gid
FROM feature f
JOIN oms_productfeaturetype t ON t.name = f.name
JOIN oms_productfeature p ON p.type_id = t.id AND p.name = f.value
WHERE f.at BETWEEN %(first)s AND %(last)s
ORDER BY f.product_id, p.id, f.position
ON CONFLICT (product_id, feature_id) DO UPDATE SET
    kind = excluded.kind, position = excluded.position, option_value_gid = excluded.option_value_gid
WHERE (ours.kind, ours.position, ours.option_value_gid)
      IS DISTINCT FROM (excluded.kind, excluded.position, excluded.option_value_gid)

-- name: categories
INSERT INTO oms_productcategory AS ours (store_id, type, key, name)
SELECT DISTINCT ON (k.type, k.key) c.store_id, k.type, k.key, k.name
FROM category k CROSS JOIN context c
WHERE k.at BETWEEN %(first)s AND %(last)s
ORDER BY k.type, k.key, k.at DESC
ON CONFLICT (store_id, type, key) DO UPDATE SET name = excluded.name WHERE ours.name <> excluded.name

-- name: category_parents
UPDATE oms_productcategory child SET parent_id = parent.id
FROM (
    SELECT DISTINCT c.store_id, k.key, k.parent_key FROM category k CROSS JOIN context c
    WHERE k.at BETWEEN %(first)s AND %(last)s AND k.type = 'TAXONOMY' AND k.parent_key IS NOT NULL
) k, oms_productcategory parent
WHERE child.store_id = k.store_id AND child.type = 'TAXONOMY' AND child.key = k.key
  AND parent.store_id = k.store_id AND parent.type = 'TAXONOMY' AND parent.key = k.parent_key
  AND child.parent_id IS DISTINCT FROM parent.id

-- name: shop_categories
INSERT INTO oms_shopcategory (shop_id, gid, category_id)
SELECT DISTINCT c.shop_id, k.key, ours.id
FROM category k CROSS JOIN context c
JOIN oms_productcategory ours ON ours.store_id = c.store_id AND ours.type = k.type AND ours.key = k.key
WHERE k.at BETWEEN %(first)s AND %(last)s AND k.type = 'COLLECTION'
ON CONFLICT DO NOTHING

-- name: end_memberships
-- The pre-sell categories are the OMS's own: no product leaves them here.
UPDATE oms_productcategorymember o SET thru_at = greatest(statement_timestamp(), o.from_at)
FROM merged m, oms_productcategory ours
WHERE m.at BETWEEN %(first)s AND %(last)s AND NOT m.created AND o.product_id = m.id AND o.thru_at IS NULL
  AND ours.id = o.category_id AND ours.type IN ('COLLECTION', 'PRODUCT_TYPE', 'TAXONOMY')
  AND NOT EXISTS (
    SELECT FROM category k WHERE k.at = m.at AND k.type = ours.type AND k.key = ours.key AND k.is_member
  )

-- name: memberships
INSERT INTO oms_productcategorymember (category_id, product_id)
SELECT ours.id, k.product_id
FROM category k CROSS JOIN context c
JOIN oms_productcategory ours ON ours.store_id = c.store_id AND ours.type = k.type AND ours.key = k.key
WHERE k.at BETWEEN %(first)s AND %(last)s AND k.is_member
ORDER BY ours.id, k.product_id
ON CONFLICT DO NOTHING

-- name: duplicate_skus
INSERT INTO oms_productexception (product_id, kind, message)
SELECT m.id, 'DUPLICATE_SKU', 'SKU ' || v.sku || ' belongs to another variant already'
FROM merged_variant m JOIN staged_variant v ON v.at = m.line_at
WHERE m.at BETWEEN %(first)s AND %(last)s AND v.sku IS NOT NULL
  AND NOT EXISTS (SELECT FROM oms_goodidentification g WHERE g.product_id = m.id AND g.type = 'SKU')
ON CONFLICT DO NOTHING

-- name: shown
-- Some of those that were created, or else updated, by name.
SELECT m.id, coalesce(nullif(o.name, ''), m.gid) FROM merged m JOIN oms_product o ON o.id = m.id
WHERE m.at BETWEEN %(first)s AND %(last)s AND m.created = %(created)s ORDER BY m.at LIMIT %(limit)s
