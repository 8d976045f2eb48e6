"""Gets access tokens.

By client credentials, by an authorization code or by a refresh token. Somebody else stores them.

Expiring offline tokens live 60 minutes and come with a refresh token that changes at each use; tokens had by client
credentials live 24 hours (Shopify's pages on access tokens). A refresh token stays valid until the access token got
with it was used, so the one before is kept until then: an answer that got lost locks nobody out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from shopify_client.endpoint import Endpoint
from shopify_client.errors import Throttled, TransientError, Unauthorized
from shopify_client.transport import Transport

# A token this close to its end is renewed before it is used.
MARGIN = timedelta(seconds=60)


@dataclass(frozen=True)
class Token:
    """What opens a shop. `expires_at` is None for a token that lives until it is revoked."""

    access_token: str = field(repr=False)
    expires_at: datetime | None = None
    refresh_token: str = field(default="", repr=False)
    refresh_expires_at: datetime | None = None
    scopes: tuple[str, ...] = ()

    def fresh(self, now: datetime) -> bool:
        """Whether it can still be used for a call that starts now."""
        return self.expires_at is None or now + MARGIN < self.expires_at


@dataclass(frozen=True)
class AppCredentials:
    client_id: str
    client_secret: str = field(repr=False)


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class TokenService:
    """Shopify's token address of one shop. `clock` gives the time in UTC.

    Every method raises Unauthorized when Shopify refuses, TransientError or Throttled when it does not answer; then
    the same call may be made again with the same arguments.
    """

    endpoint: Endpoint
    credentials: AppCredentials
    transport: Transport = field(default_factory=Transport, repr=False)
    clock: Callable[[], datetime] = utc_now

    def by_client_credentials(self) -> Token:
        return self._ask({"grant_type": "client_credentials"})

    def by_code(self, code: str) -> Token:
        """For the code that the shop brought back from its approval. Asks for an expiring token."""
        return self._ask({"code": code, "expiring": "1"})

    def by_refresh_token(self, refresh_token: str, previous: str = "") -> Token:
        """The next token. Goes back to the refresh token before when the current one is refused."""
        refused: Unauthorized | None = None
        for candidate in filter(None, (refresh_token, previous)):
            try:
                return self._ask({"grant_type": "refresh_token", "refresh_token": candidate})
            except Unauthorized as error:
                refused = error
        raise refused or Unauthorized("There is no refresh token")

    def _ask(self, grant: Mapping[str, str]) -> Token:
        form = {"client_id": self.credentials.client_id, "client_secret": self.credentials.client_secret, **grant}
        response = self.transport.post(self.endpoint.token_url, {"Accept": "application/json"}, data=form)
        if response.status_code == 429:
            raise Throttled(1.0)
        if response.status_code >= 500:
            raise TransientError(f"Shopify answered {response.status_code} when asked for a token")
        if response.status_code != 200:
            raise Unauthorized(f"Shopify refused to give a token ({response.status_code})")
        return self._token(response.content)

    def _token(self, content: bytes) -> Token:
        answer: Any = None
        try:
            answer = msgspec.json.decode(content)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            answer = None
        if not isinstance(answer, dict) or not answer.get("access_token"):
            raise TransientError("Shopify answered without a token")
        return Token(
            access_token=str(answer["access_token"]),
            expires_at=self._end(answer.get("expires_in")),
            refresh_token=str(answer.get("refresh_token") or ""),
            refresh_expires_at=self._end(answer.get("refresh_token_expires_in")),
            scopes=tuple(filter(None, str(answer.get("scope") or "").split(","))),
        )

    def _end(self, seconds: Any) -> datetime | None:
        return None if seconds is None else self.clock() + timedelta(seconds=float(seconds))
