"""Sets the tags of orders, products and customers.

No tag comes twice whatever its case; they are kept in order of the alphabet.
"""

from collections.abc import Iterable, Sequence

from sandbox.rules.errors import Refused
from sandbox.rules.finish_change import finish
from sandbox.rules.lock import change
from sandbox.state.records import Customer, Order, Product
from sandbox.state.store import Store

LONGEST = {"Order": 40, "Product": 255, "Customer": 255}
MOST = 250
Tagged = Order | Product | Customer


@change
def add_tags(store: Store, owner: Tagged, tags: Iterable[str]) -> Tagged:
    """Adds tags; those it has stay."""
    return _set(store, owner, [*owner.tags, *tags])


@change
def remove_tags(store: Store, owner: Tagged, tags: Iterable[str]) -> Tagged:
    """Removes tags; those it does not have are passed over."""
    gone = {tag.lower() for tag in clean(tags)}
    return _set(store, owner, [tag for tag in owner.tags if tag.lower() not in gone])


def clean(tags: Iterable[str]) -> list[str]:
    """Splits tags at commas; the first spelling of each wins."""
    kept: dict[str, str] = {}
    for tag in (part.strip() for text in tags for part in text.split(",")):
        if tag:
            kept.setdefault(tag.lower(), tag)
    return sorted(kept.values(), key=str.lower)


def check(owner: Tagged, tags: Sequence[str]) -> None:
    """Raises Refused for too long a tag, or too many."""
    longest = LONGEST[owner.GID_TYPE]
    for tag in tags:
        if len(tag) > longest:
            raise Refused(f"Tag {tag[:20]}… is too long (maximum is {longest} characters)", "TOO_LONG", ["tags"])
    if len(tags) > MOST:
        raise Refused(f"Tags can't be more than {MOST}", "INVALID", ["tags"])


def _set(store: Store, owner: Tagged, tags: Iterable[str]) -> Tagged:
    cleaned = clean(tags)
    check(owner, cleaned)
    if cleaned == owner.tags:
        return owner
    owner.tags = cleaned
    if isinstance(owner, Order):
        return finish(store, owner)
    if isinstance(owner, Product):
        store.touch(owner)
        store.announce("products/update", owner)
    else:
        store.touch(owner)
        store.announce("customers/update", owner)
    return owner
