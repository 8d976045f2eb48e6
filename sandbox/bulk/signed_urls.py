"""Signs addresses that open one file until a certain moment.

They open it for every client that has them.
"""

import hashlib
import hmac
import secrets
from urllib.parse import urlencode

from sandbox.bulk.operation import KEPT_FOR, BulkOperation
from sandbox.state.clock import Clock


class Signer:
    """Reads the time from the store's clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._secret = secrets.token_bytes(32)

    def sign(self, operation: BulkOperation) -> str:
        """Writes the query of a result's address, valid for seven days."""
        ended = operation.completed_at or operation.created_at
        expires = str(int((ended + KEPT_FOR).timestamp()))
        return urlencode({"Expires": expires, "Signature": self._signature(operation.file_name, expires)})

    def refusal(self, name: str, query: dict[str, str]) -> str:
        """Says why the address doesn't open the file; "" when it does."""
        expires, signature = query.get("Expires", ""), query.get("Signature", "")
        if not hmac.compare_digest(signature, self._signature(name, expires)):
            return "SignatureDoesNotMatch"
        return "" if int(expires) > self._clock.now().timestamp() else "ExpiredToken"

    def _signature(self, name: str, expires: str) -> str:
        return hmac.new(self._secret, f"{name}\n{expires}".encode(), hashlib.sha256).hexdigest()
