"""What differs between rows before and after, as audited deeds."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Model

from jobmanager.admin_audit.stored import Stored
from jobs.audit import Deed

CREATED, CHANGED, DELETED = "created", "changed", "deleted"
# Other words for the same words: another secret, another record of the same name.
ANOTHER = "changed"
NOTHING = Stored("")


def deeds(
    model: type[Model], subject: str, before: Mapping[Any, Stored], after: Mapping[Any, Stored]
) -> Iterator[Deed]:
    """`subject.created`, `.changed` or `.deleted` for each row that differs; of the others nothing."""
    for pk in {**before, **after}:
        old, new = before.get(pk), after.get(pk)
        differing = difference(old or NOTHING, new or NOTHING)
        if differing != ({}, {}) or not (old and new):
            verb = CREATED if old is None else DELETED if new is None else CHANGED
            yield deed(model, pk, f"{subject}.{verb}", old, new)


def deed(model: type[Model], pk: Any, said: str, old: Stored | None, new: Stored | None, **more: Any) -> Deed:
    """What differed, with what the record was called; `more` stands in `after`."""
    before, after = difference(old or NOTHING, new or NOTHING)
    if old:
        before["record"] = old.name
    if new:
        after["record"] = new.name
    return Deed(said, model._meta.label_lower, str(pk), before, after | more)


def difference(old: Stored, new: Stored) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that differ as they were and as they are; of a side that isn't there, none."""
    differing = [name for name in old.raw | new.raw if old.raw.get(name) != new.raw.get(name)]
    before = {name: old.words[name] for name in differing if name in old.words}
    after = {name: new.words[name] for name in differing if name in new.words}
    for name in before.keys() & after.keys():
        if before[name] == after[name]:
            after[name] = ANOTHER
    return before, after
