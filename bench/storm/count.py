"""What is left when the storm is over and the inbox drained, counted from effects."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.storm import inbox, ledger
from bench.storm.posts import Post, note


@dataclass(frozen=True)
class Count:
    """`lost`: answered with 200 and without effect; `doubled`: with more than one; `wrong`: orders whose note in the
    OMS is not what the store has at the end; `unsent`: events that no delivery brought in.
    """

    lost: list[int]
    doubled: list[int]
    wrong: list[str]
    unsent: list[int]

    def sentences(self) -> list[str]:
        told = (
            ("lost", "events acknowledged and lost", self.lost),
            ("doubled", "events took effect more than once", self.doubled),
            ("wrong version", "orders are not as the store has them", self.wrong),
            ("unsent", "events were never acknowledged", self.unsent),
        )
        return [f"{mark}: {len(found)} {what}, for instance {found[0]}" for mark, what, found in told if found]


def final(posts: Sequence[Post], acknowledged: Sequence[int], versions: Mapping[str, int]) -> Count:
    effects: Counter[int] = ledger.effects()
    received = set(acknowledged)
    notes = inbox.notes()
    return Count(
        lost=sorted(number for number in received if not effects[number]),
        doubled=sorted(number for number, many in effects.items() if many > 1),
        wrong=[
            f"{gid}: {notes.get(gid, 'not there')!r} instead of {note(version)!r}"
            for gid, version in versions.items()
            if notes.get(gid) != note(version)
        ],
        unsent=sorted({post.number for post in posts} - received),
    )
