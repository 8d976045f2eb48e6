-- name: index_product
-- The same record twice: the later line wins.
DELETE FROM staged_product a USING staged_product b WHERE a.gid = b.gid AND a.at < b.at;
CREATE INDEX ON staged_product (at);
CREATE INDEX ON staged_product (gid);
ANALYZE staged_product

-- name: index_variant
DELETE FROM staged_variant a USING staged_variant b WHERE a.gid = b.gid AND a.at < b.at;
CREATE INDEX ON staged_variant (at);
CREATE INDEX ON staged_variant (parent);
ANALYZE staged_variant

-- name: index_collection
DELETE FROM staged_collection a USING staged_collection b
WHERE a.parent = b.parent AND a.gid = b.gid AND a.at < b.at;
CREATE INDEX ON staged_collection (parent);
ANALYZE staged_collection

-- name: index_inline
CREATE INDEX ON staged_tag (product_at);
CREATE INDEX ON staged_option (product_at);
CREATE INDEX ON staged_taxonomy (product_at);
CREATE INDEX ON staged_variant_option (variant_at);
ANALYZE staged_tag, staged_option, staged_taxonomy, staged_variant_option
