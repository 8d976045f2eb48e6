"""The stages of a run that goes through a bulk operation at Shopify."""

from dataclasses import dataclass

STAGES = ("Requested", "Running at Shopify", "Downloading", "Loading")
# The phases as the bulk load names them, and the stage each belongs to.
_STAGE = {"asking shopify": 0, "waiting for shopify": 1, "downloading": 2, "sorting": 3, "loading": 3}


@dataclass(frozen=True)
class Step:
    word: str
    state: str  # "past", "present" or "future"


def steps(phase: str) -> list[Step]:
    """All stages with where the run is; none when the run doesn't go through them."""
    place = _STAGE.get(phase.lower())
    if place is None:
        return []
    return [
        Step(word, "past" if number < place else "present" if number == place else "future")
        for number, word in enumerate(STAGES)
    ]


def word(phase: str) -> str:
    return phase.replace("_", " ").capitalize()
