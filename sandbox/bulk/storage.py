"""Serves result files at signed addresses, with byte ranges.

A storage knows nothing of access tokens.
"""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sandbox.bulk.operation import BulkOperation
from sandbox.http.messages import CutConnection, Request, Response
from sandbox.http.router import Routes

if TYPE_CHECKING:
    from sandbox.world import World

ROUTES = Routes()
BLOCK = 64 * 1024
_RANGE = re.compile(r"bytes=(\d+)-(\d*)")


@ROUTES.get("/__bulk/{name}")
def serve(world: "World", request: Request) -> Response:
    """Answers 200 or 206 with the file; 400 for access tokens.

    403 for an address that is wrong or over; 404, 416.
    """
    if "X-Shopify-Access-Token" in request.headers:
        return _refused(400, "InvalidArgument", "The access token must not be sent to the storage.")
    name = request.params["name"]
    why = world.bulk.signer.refusal(name, request.query)
    if why:
        return _refused(403 if why == "SignatureDoesNotMatch" else 400, why, "The provided token is not valid.")
    operation = world.bulk.by_file(name)
    if operation is None:
        return _refused(404, "NoSuchKey", "The specified key does not exist.")
    return _struck(world, operation) or _file(world, operation, request)


def _refused(status: int, code: str, message: str) -> Response:
    text = f"<?xml version='1.0' encoding='UTF-8'?><Error><Code>{code}</Code><Message>{message}</Message></Error>"
    return Response(status, text.encode(), {"Content-Type": "application/xml; charset=UTF-8"})


def _struck(world: "World", operation: BulkOperation) -> Response | None:
    facts = {"root": operation.root, "name": operation.file_name}
    if world.faults.strike("download_gone", **facts):
        return _refused(400, "ExpiredToken", "The provided token has expired.")
    struck = world.faults.strike("download_status", **facts)
    return _refused(struck.settings["status"], "InternalError", "We encountered an internal error.") if struck else None


def _file(world: "World", operation: BulkOperation, request: Request) -> Response:
    path = world.bulk.path(operation)
    size = path.stat().st_size
    headers = {"Content-Type": "application/jsonl", "Accept-Ranges": "bytes"}
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    first, last = 0, size - 1
    if asked:
        first, last = int(asked[1]), min(int(asked[2] or size - 1), size - 1)
        if first > last:
            return Response(416, b"", {"Content-Range": f"bytes */{size}"})
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    headers["Content-Length"] = str(last - first + 1)
    return Response(206 if asked else 200, _blocks(world, operation, path, first, last + 1), headers)


def _blocks(world: "World", operation: BulkOperation, path: Path, at: int, end: int) -> Iterator[bytes]:
    """Reads the bytes from `at` to `end`. Raises CutConnection at a fault."""
    facts = {"root": operation.root, "name": operation.file_name}
    cut = world.faults.strike("download_cut", **facts)
    slow = world.faults.strike("download_slow", **facts)
    stop = min(end, max(at, cut.settings["at"])) if cut else end
    with path.open("rb") as file:
        file.seek(at)
        while at < stop and (block := file.read(min(BLOCK, stop - at))):
            at += len(block)
            if slow:
                time.sleep(slow.settings["seconds"])
            yield block
    if cut:
        raise CutConnection
