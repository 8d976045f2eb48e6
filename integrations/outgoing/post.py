"""Sends one POST to a checked address.

No redirects, short patience, the answer's body is not kept.
"""

import certifi
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.exceptions import HTTPError

from integrations.outgoing.guard import CannotSend, Place, check

PATIENCE = Timeout(connect=3, read=7)


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """The status, 2xx. Raises CannotSend; `final` for a refusal of ours, never for one of theirs."""
    place = check(url)
    named = {**headers, "Host": _host_header(place), "User-Agent": "jobmanager"}
    with _pool(place) as pool:
        try:
            answer = pool.urlopen("POST", place.path, body, named, retries=False, redirect=False, preload_content=False)
        except HTTPError as error:
            raise CannotSend(f"{place.host} did not answer: {type(error).__name__}") from None
        answer.close()
    if not 200 <= answer.status < 300:
        raise CannotSend(f"{place.host} answered {answer.status}")
    return answer.status


def _pool(place: Place) -> HTTPConnectionPool:
    """Connects to the address, but speaks TLS with the host's name and certificate."""
    if not place.tls:
        return HTTPConnectionPool(place.address, place.port, timeout=PATIENCE)
    return HTTPSConnectionPool(
        place.address,
        place.port,
        timeout=PATIENCE,
        cert_reqs="CERT_REQUIRED",
        ca_certs=certifi.where(),
        server_hostname=place.host,
        assert_hostname=place.host,
    )


def _host_header(place: Place) -> str:
    name = f"[{place.host}]" if ":" in place.host else place.host
    return name if place.port == (443 if place.tls else 80) else f"{name}:{place.port}"
