"""What differs between rows before and after, as entries of the audit."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Model

from jobmanager.admin_audit.stored import Stored
from jobs.audit import Deed, Edits, Entry

# Other words for the same words: another secret, another record of the same name.
ANOTHER = "changed"
NOTHING = Stored("")


def entries(
    model: type[Model], edits: Edits, before: Mapping[Any, Stored], after: Mapping[Any, Stored]
) -> Iterator[Entry]:
    """Created, changed or deleted: one for each row that differs; of the others nothing."""
    for pk in {**before, **after}:
        old, new = before.get(pk), after.get(pk)
        differing = difference(old or NOTHING, new or NOTHING)
        if differing != ({}, {}) or not (old and new):
            deed = edits.created if old is None else edits.deleted if new is None else edits.changed
            yield entry(model, pk, deed, old, new)


def entry(model: type[Model], pk: Any, deed: Deed, old: Stored | None, new: Stored | None, **more: Any) -> Entry:
    """What differed, with what the record was called; `more` stands in `after`."""
    before, after = difference(old or NOTHING, new or NOTHING)
    if old:
        before["record"] = old.name
    if new:
        after["record"] = new.name
    return Entry(deed, model._meta.label_lower, str(pk), before, after | more)


def difference(old: Stored, new: Stored) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that differ as they were and as they are; of a side that isn't there, none."""
    differing = [name for name in old.raw | new.raw if old.raw.get(name) != new.raw.get(name)]
    before = {name: old.words[name] for name in differing if name in old.words}
    after = {name: new.words[name] for name in differing if name in new.words}
    for name in before.keys() & after.keys():
        if before[name] == after[name]:
            after[name] = ANOTHER
    return before, after
