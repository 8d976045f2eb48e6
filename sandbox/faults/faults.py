"""Keeps the planted faults of one store and decides which strike."""

import random
import threading
from collections import Counter
from typing import Any

from sandbox.faults.fault import Fault, read
from sandbox.faults.request_faults import Handle, around
from sandbox.graphql.errors import TopLevel
from sandbox.http.messages import Request, Response


class Faults:
    """Draws chances from a seed: the same calls hit the same faults."""

    def __init__(self, seed: int = 1) -> None:
        self._lock = threading.Lock()
        self._seed = seed
        self._random = random.Random(seed)  # noqa: S311  (not for secrets)
        self._planted: list[Fault] = []
        self._hits: Counter[str] = Counter()
        self._count = 0
        self.dead_tokens: set[str] = set()
        self.denied_fields = False

    def plant(self, told: Any) -> Fault:
        """Raises BadFault."""
        with self._lock:
            planted = read(self._count + 1, told)
            self._count += 1
            self._planted.append(planted)
            self.denied_fields = self.denied_fields or planted.kind == "access_denied"
        return planted

    @property
    def quiet(self) -> bool:
        """Tells whether nothing is planted and no token was killed."""
        return not self._planted and not self.dead_tokens

    def clear(self) -> None:
        """Clears faults, hits and chances; killed tokens live again."""
        with self._lock:
            self._random.seed(self._seed)
            self._planted.clear()
            self._hits.clear()
            self.dead_tokens.clear()
            self.denied_fields = False

    def strike(self, kind: str, **facts: str) -> Fault | None:
        """Finds the fault that strikes now and counts it, or None."""
        with self._lock:
            for planted in self._planted:
                if planted.fits(kind, facts) and self._chance(planted):
                    planted.hits += 1
                    self._hits[kind] += 1
                    return planted
        return None

    def _chance(self, planted: Fault) -> bool:
        planted.seen += 1
        if planted.seen <= planted.after:
            return False
        return planted.probability >= 1 or self._random.random() < planted.probability

    def check_field(self, type_name: str, field_name: str) -> None:
        """Raises ACCESS_DENIED where such a fault is planted."""
        struck = self.strike("access_denied", field=f"{type_name}.{field_name}")
        if struck:
            access = f"`{struck.settings['scope']}` access scope."
            raise TopLevel(
                f"Access denied for {field_name} field. Required access: {access}",
                "ACCESS_DENIED",
                documentation="https://shopify.dev/api/usage/access-scopes",
                requiredAccess=access,
            )

    def around(self, world: Any, request: Request, handle: Handle) -> Response:
        """Answers an Admin API request, with whatever faults befall it.

        `handle` answers it in the usual way.
        """
        return around(self, world, request, handle)

    def as_json(self) -> dict[str, Any]:
        """Lists the planted faults, and all kinds' hits, spent faults' too."""
        with self._lock:
            return {"planted": [planted.as_json() for planted in self._planted], "hits": dict(self._hits)}
