-- name: create
-- What every import has. Unlogged: a crash of PostgreSQL empties all of them together, which `context` then shows.
CREATE UNLOGGED TABLE context (lines bigint NOT NULL, shop_id bigint NOT NULL, store_id bigint NOT NULL, actor text);
CREATE UNLOGGED TABLE bad_line (at bigint, length integer, gid text, parent text, reason text, message text);
CREATE UNLOGGED TABLE failed_root (at bigint PRIMARY KEY, gid text NOT NULL, reason text, message text);

-- name: context
-- Without statistics PostgreSQL takes a new table for a thousand rows, and this one is in every statement.
INSERT INTO context VALUES (0, %(shop)s, %(store)s, %(actor)s);
ANALYZE context

-- name: session
-- A lost commit takes its cursor with it, so the run repeats that step: waiting for the disk would gain nothing.
-- Statements over a few thousand rows are too short for compilation. Foreign keys are checked by each statement,
-- so that a refusal meets the savepoint of the record it belongs to. Temporary tables, which this connection may have
-- from a handful of records, come last: unnamed they would come first.
SELECT set_config('search_path', %(schema)s || ', ' || current_setting('search_path') || ', pg_temp', true),
       set_config('synchronous_commit', 'off', true),
       set_config('jit', 'off', true),
       set_config('work_mem', '32MB', true);
SET CONSTRAINTS ALL IMMEDIATE

-- name: lines
UPDATE context SET lines = %(lines)s

-- name: bad_line
-- What could not be made out is NULL: it must not be taken for the empty parent of a record.
INSERT INTO bad_line
VALUES (%(at)s, %(length)s, nullif(%(gid)s, ''), nullif(%(parent)s, ''), %(reason)s, %(message)s)

-- name: failed_root
INSERT INTO failed_root
SELECT at, gid, %(reason)s, %(message)s FROM root WHERE at = %(at)s
ON CONFLICT DO NOTHING

-- name: fail_bad_lines
-- A record is taken in whole or not at all: a bad line fails the record it belongs to, a line without its record
-- stands for itself. Two levels of children are the most that a bulk operation has.
INSERT INTO failed_root
SELECT DISTINCT ON (found.at) found.at, found.gid, found.reason, found.message
FROM (
    SELECT coalesce(above.at, up.at, line.at) AS at, coalesce(above.gid, up.gid, line.gid, '') AS gid,
           line.reason, line.message
    FROM (
        SELECT at, gid, parent, reason, message FROM bad_line
        UNION ALL
        SELECT at, gid, parent, 'ORPHAN', 'The record ' || parent || ' that it belongs to is not in the result'
        FROM orphan_line o WHERE NOT EXISTS (SELECT FROM bad_line b WHERE b.gid = o.parent)
    ) line
    LEFT JOIN staged_line up ON up.gid = line.parent
    LEFT JOIN staged_line above ON above.gid = up.parent
) found
ORDER BY found.at, found.reason
ON CONFLICT DO NOTHING

-- name: roots
SELECT count(*), coalesce(max(at), -1) FROM root

-- name: span
SELECT min(at), max(at), count(*) FROM (
    SELECT at FROM root WHERE at > %(after)s ORDER BY at LIMIT %(limit)s
) next

-- name: starts
SELECT at FROM root WHERE at BETWEEN %(first)s AND %(last)s ORDER BY at

-- name: failed
-- By what people call them; a line that belongs to no record has its gid, if any.
SELECT f.at, f.gid, coalesce(nullif(r.reference, ''), f.gid), f.reason, f.message
FROM failed_root f LEFT JOIN root r ON r.at = f.at
WHERE f.at > %(after)s ORDER BY f.at LIMIT %(limit)s

-- name: lines_of
-- Every line of a failed record, in the file's order.
SELECT at, length FROM staged_line WHERE at = %(at)s
UNION
SELECT child.at, child.length FROM staged_line child WHERE child.parent = %(gid)s AND %(gid)s <> ''
UNION
SELECT grandchild.at, grandchild.length
FROM staged_line child JOIN staged_line grandchild ON grandchild.parent = child.gid
WHERE child.parent = %(gid)s AND %(gid)s <> '' AND child.gid <> ''
ORDER BY at

-- name: intact
SELECT lines FROM context

-- name: leftovers
SELECT nspname FROM pg_namespace WHERE starts_with(nspname, 'import_run_')
