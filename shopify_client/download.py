"""Downloads the result of a bulk operation, line by line.

The stream can be taken up again at any byte.

The file lies on Google Cloud Storage behind a signed address; the access token is never sent there. Only https to
googleapis.com is allowed, where the certificate proves the host, and what the operator named himself (the sandbox).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError

from shopify_client.errors import DownloadInterrupted, DownloadRefused, TransientError
from shopify_client.transport import Transport

STORAGE_HOST = ".googleapis.com"
BLOCK_BYTES = 256 * 1024
# An object with its inline lists; a file without line ends must not fill the memory.
LINE_BYTES_MAX = 32 * 1024 * 1024


def download(
    url: str,
    offset: int = 0,
    *,
    allow_hosts: Collection[str] = (),
    transport: Transport | None = None,
) -> Iterator[tuple[int, bytes]]:
    """Yields (byte after the line, the line without its end) from byte `offset`, which has to be the start of a line.

    Holds one block and one line at a time. Raises DownloadInterrupted (go on from its offset) when the file ends
    before the length that the storage told, and DownloadRefused. The fileSize of a bulk operation is no measure of
    that: it tells the size of what is stored, which is not that of what is sent (seen at real shops).
    """
    _check_host(url, allow_hosts)
    response = _open(transport or Transport(), url, offset)
    if response is None:
        return
    try:
        skip, end = _range(response, offset)
        yield from _lines(response, offset, skip, end)
    finally:
        response.close()


def _check_host(url: str, allow_hosts: Collection[str]) -> None:
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    named = host in allow_hosts or parts.netloc.lower() in allow_hosts
    storage = parts.scheme == "https" and host.endswith(STORAGE_HOST) and parts.port in (None, 443)
    if parts.username is not None or parts.scheme not in ("http", "https") or not (named or storage):
        raise DownloadRefused(f"Results are not fetched from {host or 'this address'}")


def _open(transport: Transport, url: str, offset: int) -> requests.Response | None:
    """The answer with its body unread, None when there is nothing after the offset."""
    # Offsets count the bytes of the file, so it must not be compressed on its way.
    headers = (
        {"Accept-Encoding": "identity", "Range": f"bytes={offset}-"} if offset else {"Accept-Encoding": "identity"}
    )
    try:
        response = transport.get(url, headers)
    except TransientError as error:
        raise DownloadInterrupted(str(error), offset) from None
    if response.status_code in (200, 206):
        return response
    response.close()
    if response.status_code == 416 and response.headers.get("Content-Range") == f"bytes */{offset}":
        return None
    if response.status_code == 429 or response.status_code >= 500:
        raise DownloadInterrupted(f"The storage answered {response.status_code}", offset)
    raise DownloadRefused(f"The storage answered {response.status_code}: the address has expired or was moved")


def _range(response: requests.Response, offset: int) -> tuple[int, int | None]:
    """How many bytes to pass over, and the size of the whole file when the storage says it."""
    length = response.headers.get("Content-Length")
    if response.status_code == 200:
        return offset, int(length) if length is not None else None
    unit, _, sent = response.headers.get("Content-Range", "").partition(" ")
    span, _, total = sent.partition("/")
    if unit != "bytes" or span.partition("-")[0] != str(offset):
        raise DownloadInterrupted("The storage answered with another part of the file", offset)
    return 0, int(total) if total.isdigit() else None


def _lines(response: requests.Response, offset: int, skip: int, end: int | None) -> Iterator[tuple[int, bytes]]:
    position = offset  # after the last whole line
    rest = b""
    blocks = response.raw.stream(BLOCK_BYTES, decode_content=False)
    while block := _next(blocks, position):
        passed = min(skip, len(block))
        skip -= passed
        lines = (rest + block[passed:]).split(b"\n")
        rest = lines.pop()
        for line in lines:
            position += len(line) + 1
            yield position, line
        if len(rest) > LINE_BYTES_MAX:
            raise DownloadRefused(f"A line of the result is longer than {LINE_BYTES_MAX:,} bytes")
    if rest:
        raise DownloadInterrupted("The result ends in the middle of a line", position)
    if end is not None and position != end:
        raise DownloadInterrupted(f"The result ends at byte {position:,} of {end:,}", position)


def _next(blocks: Iterator[bytes], position: int) -> bytes:
    """The next block, empty at the end."""
    try:
        return next(blocks, b"")
    except (HTTPError, OSError) as error:
        raise DownloadInterrupted(f"The connection to the storage failed ({type(error).__name__})", position) from None
