"""Deletes old rows a chunk at a time."""

from datetime import datetime

from jobs.retention.old_rows import OldRows

CHUNK = 1000


def purge(kind: OldRows, before: datetime, limit: int = CHUNK) -> int:
    """Deletes (or empties) up to `limit` rows of this kind, oldest first.

    Those that ended before then, inside the caller's transaction; says how many.
    """
    rows = kind.older(before).order_by("pk")
    chosen = list(rows.values_list("pk", flat=True)[:limit])
    old = rows.model._default_manager.filter(pk__in=chosen)
    if chosen and kind.emptied is not None:
        old.update(**kind.emptied)
    elif chosen:
        old.delete()
    return len(chosen)
