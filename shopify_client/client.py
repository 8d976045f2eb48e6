"""Calls one shop's Admin API; every failure is a type.

Waits for the shop's cost budget, repeats what may be repeated, renews the token once. See `errors` for what it raises.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from redis import Redis

from shopify_client.answers import cost_of, data_of
from shopify_client.budget import Budget, LocalBudget
from shopify_client.cost import Costs
from shopify_client.documents import Document
from shopify_client.endpoint import Endpoint
from shopify_client.errors import InvalidDocument, Throttled, TransientError, Unauthorized, VersionFellForward
from shopify_client.http_status import body_of
from shopify_client.retry import Patience
from shopify_client.shared_budget import SharedBudget
from shopify_client.tokens import Token
from shopify_client.transport import Transport
from shopify_client.troubles import Troubles

logger = logging.getLogger(__name__)

TokenSource = Callable[[], str | Token] | str | Token
# Called with the token that was refused. Has to hold a lock and to look first whether somebody else renewed it.
Renew = Callable[[str], str | Token]


class Client:
    """Calls to one shop. `endpoint` never changes; the token is asked for at each call and kept nowhere.

    Without `redis` the cost budget is this process's own guess. Without `renew` a 401 is final. `troubles` holds what
    was met and got over.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        token: TokenSource,
        redis: Redis | None = None,
        renew: Renew | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
        transport: Transport | None = None,
    ) -> None:
        self.endpoint = endpoint
        self._token = token
        self._renew = renew
        self._renewing = threading.Lock()
        self._clock = clock
        self._sleep = sleep
        self._chance = chance
        self._transport = transport or Transport()
        self._costs = Costs()
        self.troubles = Troubles()
        local: Budget = LocalBudget(clock)
        self._budget: Budget = SharedBudget(redis, endpoint.domain, clock) if redis is not None else local

    def __repr__(self) -> str:
        return f"Client({self.endpoint!r})"

    def execute(self, document: Document, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The `data` of the answer, complete and without user errors."""
        given = variables or {}
        patience = Patience(self._sleep, self._chance, self.troubles)
        while True:
            while wait := self._budget.take(self._costs.predict(document, given)):
                patience.budget(wait)
            try:
                return self._once(document, given)
            except Throttled as error:
                patience.throttled(error)
            except TransientError as error:
                patience.failed(error, document)

    def _once(self, document: Document, variables: Mapping[str, Any]) -> dict[str, Any]:
        """One call, and a second one with a new token when the first token was refused."""
        token = _text(self._token() if callable(self._token) else self._token)
        try:
            return self._call(document, variables, token)
        except Unauthorized:
            if self._renew is None:
                raise
        self.troubles.add("The access token was refused and renewed")
        with self._renewing:
            renewed = _text(self._renew(token))
        return self._call(document, variables, renewed)

    def _call(self, document: Document, variables: Mapping[str, Any], token: str) -> dict[str, Any]:
        started = self._clock()
        payload = {"query": document.text, "variables": variables, "operationName": document.operation or None}
        response = self._transport.post(
            self.endpoint.graphql_url,
            {"X-Shopify-Access-Token": token, "Content-Type": "application/json", "Accept": "application/json"},
            data=msgspec.json.encode(payload),
        )
        seconds = self._clock() - started
        logger.debug("%s %s: %s, %.3f s", self.endpoint.domain, document.name, response.status_code, seconds)
        body = body_of(response)
        self._learn(document, variables, body)
        asked = self.endpoint.version
        answered = response.headers.get("X-Shopify-API-Version", asked)
        try:
            data = data_of(document, body)
        except InvalidDocument:
            if answered != asked:
                raise VersionFellForward(asked, answered, None) from None
            raise
        if answered != asked:
            raise VersionFellForward(asked, answered, data)
        return data

    def _learn(self, document: Document, variables: Mapping[str, Any], body: Mapping[str, Any]) -> None:
        cost = cost_of(body)
        if cost is None:
            return
        self._costs.learn(document, variables, cost.requested)
        if cost.status is not None:
            self._budget.learn(cost.status)


def _text(token: str | Token) -> str:
    return token.access_token if isinstance(token, Token) else token
