"""Keeps the tokens that the shop's apps were given."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.access.apps import CLIENT_ID, CLIENT_SECRET, STATIC_TOKEN, App
from sandbox.access.caller import Caller
from sandbox.state.clock import Clock


@dataclass(frozen=True)
class Grant:
    """Names a token's app; `expires_at` None: until it is revoked."""

    client_id: str
    expires_at: datetime | None = None


class Access:
    """Keeps tokens in memory; the static one works after every start."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._lock = threading.Lock()
        self.apps = {CLIENT_ID: App(CLIENT_ID, CLIENT_SECRET)}
        self.tokens: dict[str, Grant] = {STATIC_TOKEN: Grant(CLIENT_ID)}
        self.refresh_tokens: dict[str, Grant] = {}
        self.codes: dict[str, Grant] = {}
        self._replaces: dict[str, str] = {}  # access token -> the refresh token it was got with

    def app(self, client_id: str) -> App:
        return self.apps[client_id]

    def change_app(
        self, client_id: str = CLIENT_ID, *, scopes: Iterable[str] | None = None, customer_data: int | None = None
    ) -> App:
        """Grants other scopes or another level of customer data."""
        app = self.apps[client_id]
        if scopes is not None:
            app.scopes = frozenset(scopes)
        if customer_data is not None:
            app.customer_data = customer_data
        return app

    def caller(self, token: str) -> Caller | None:
        """Finds the token's caller; None for one unknown, revoked or over.

        Its use ends the refresh token that it was got with: a lost answer locks no app out.
        """
        with self._lock:
            grant = self._live(self.tokens, token)
            if grant is None:
                return None
            self.refresh_tokens.pop(self._replaces.pop(token, ""), None)
            return self.apps[grant.client_id].caller()

    def give(
        self, client_id: str, lives: timedelta | None, refresh_lives: timedelta | None = None, replacing: str = ""
    ) -> tuple[str, str]:
        """Gives a new access token and perhaps a refresh token (else "").

        The refresh token comes when `refresh_lives` is given.
        """
        now = self.clock.now()
        token, refresh = f"shpat_{secrets.token_hex(16)}", ""
        with self._lock:
            self.tokens[token] = Grant(client_id, now + lives if lives else None)
            if refresh_lives is not None:
                refresh = f"shprt_{secrets.token_hex(16)}"
                self.refresh_tokens[refresh] = Grant(client_id, now + refresh_lives)
            if replacing:
                self._replaces[token] = replacing
        return token, refresh

    def give_code(self, client_id: str, lives: timedelta) -> str:
        code = secrets.token_hex(16)
        with self._lock:
            self.codes[code] = Grant(client_id, self.clock.now() + lives)
        return code

    def spend_code(self, client_id: str, code: str) -> bool:
        """Uses up a code. Whether it was good."""
        with self._lock:
            grant = self._live(self.codes, code)
            self.codes.pop(code, None)
        return grant is not None and grant.client_id == client_id

    def refreshable(self, client_id: str, refresh_token: str) -> bool:
        with self._lock:
            grant = self._live(self.refresh_tokens, refresh_token)
        return grant is not None and grant.client_id == client_id

    def revoke(self, token: str) -> bool:
        """Ends a token now; the static one too."""
        with self._lock:
            return self.tokens.pop(token, None) is not None

    def uninstall(self, client_id: str) -> None:
        """Ends every token of an app, and gives it no new one."""
        with self._lock:
            self.apps[client_id].installed = False
            for table in (self.tokens, self.refresh_tokens, self.codes):
                for token in [token for token, grant in table.items() if grant.client_id == client_id]:
                    del table[token]

    def install(self, client_id: str) -> None:
        """Installs the app again, with its scopes and its static token."""
        with self._lock:
            self.apps[client_id].installed = True
            if client_id == CLIENT_ID:
                self.tokens[STATIC_TOKEN] = Grant(CLIENT_ID)

    def expire_all(self) -> int:
        """Ends every token that the token address gave; the static stays."""
        with self._lock:
            ended = [token for token in self.tokens if token != STATIC_TOKEN]
            for token in ended:
                del self.tokens[token]
        return len(ended)

    def _live(self, table: dict[str, Grant], token: str) -> Grant | None:
        grant = table.get(token)
        if grant is not None and grant.expires_at is not None and grant.expires_at <= self.clock.now():
            del table[token]
            return None
        return grant
