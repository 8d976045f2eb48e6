"""What the sender has to say when every delivery was answered with 200."""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Told:
    """`acknowledged`: numbers of events, one for each delivery; `seconds` of the answers that were 200."""

    acknowledged: list[int] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def text(self) -> str:
        return json.dumps(vars(self))

    @classmethod
    def read(cls, path: Path) -> "Told":
        found = json.loads(path.read_text())
        return cls(found["acknowledged"], Counter(found["answers"]), Counter(found["broken"]), sorted(found["seconds"]))

    def percentile(self, part: float) -> float:
        """Milliseconds within which this part of the deliveries was answered."""
        return 1000 * self.seconds[min(len(self.seconds) - 1, int(len(self.seconds) * part))] if self.seconds else 0.0

    @property
    def unanswered(self) -> int:
        """Posts that the receiver left without an answer, because it died or was not there."""
        return sum(self.broken.values())
