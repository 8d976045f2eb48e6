"""Keeps the secrets that webhooks are signed with in memory.

So no delivery asks the database whether it is genuine.
"""

import threading
import time
from dataclasses import dataclass, field

from django.db import InterfaceError, OperationalError, connection

from integrations.models import ShopifyConnection

FRESH = 5.0
RETRY = 1.0


@dataclass(frozen=True)
class ShopKeys:
    shop_id: int
    secrets: tuple[str, ...] = field(repr=False)


class Keyring:
    """Keeps the shops by domain, read again every five seconds.

    At most once a second when a signature does not fit: so a shop connected, or a secret changed, a moment ago is
    known, and a flood of bad signatures costs nothing.
    """

    def __init__(self) -> None:
        self._shops: dict[str, ShopKeys] = {}
        self._read_at: float | None = None
        self._lock = threading.Lock()

    def find(self, domain: str) -> ShopKeys | None:
        return self._shops.get(domain.lower())

    @property
    def empty(self) -> bool:
        return self._read_at is None

    def older_than(self, seconds: float) -> bool:
        return self._read_at is None or time.monotonic() - self._read_at > seconds

    def read(self, older_than: float = 0.0) -> None:
        """Raises Django's database errors; what was known stays known then."""
        with self._lock:
            if not self.older_than(older_than):
                return
            try:
                self._shops = _known()
            except (OperationalError, InterfaceError):
                connection.close()  # a restart of the database has cut it off: another one is worth a second look
                self._shops = _known()
            self._read_at = time.monotonic()


def _known() -> dict[str, ShopKeys]:
    """Shops switched off too: the duty to erase comes two days after an app was removed."""
    rows = ShopifyConnection.objects.select_related("shop")
    return {row.shop.domain: ShopKeys(row.shop_id, _secrets(row)) for row in rows}


def _secrets(row: ShopifyConnection) -> tuple[str, ...]:
    """The current one first; the one before for as long as Shopify may still sign with it."""
    return tuple(secret for secret in (row.client_secret.reveal(), row.previous_client_secret.reveal()) if secret)
