"""Asks Shopify for a bulk operation, once, and awaits its end.

The phases at Shopify.
"""

import re
from typing import Any

from django.db import connection

from integrations.shopify.bulk_load import staging
from integrations.shopify.bulk_load.contract import ImportFailed, Work
from shopify_client import bulk, documents
from shopify_client.bulk import BulkBusy, BulkStatus
from shopify_client.documents.inline import inline
from shopify_client.errors import BulkFailed, NotFound

RESTARTS_MAX = 3
WAIT_FIRST, WAIT_MAX = 0.1, 30
BUSY_WAIT = 15
ACCESS_DENIED = "ACCESS_DENIED"


def ask(work: Work) -> None:
    """Start the operation. Its name in the query text is ours alone, so after a lost answer it is found again."""
    run, name = work.run, _name(work)
    asked_before = work.cursor.get("asked") == name
    if not asked_before:
        with run.scratch():
            work.cursor["asked"] = name
            run.progress(phase="Asking Shopify")
    running = _find(work, name) if asked_before else None
    try:
        operation = running or bulk.start(work.client, _text(work, name))
    except BulkBusy:
        run.later(BUSY_WAIT, "Shopify already runs as many bulk operations as it allows; waiting for one to end")
    with run.scratch():
        work.cursor.update(phase="waiting", operation=operation, waits=0)
        if running:
            run.log(f"An earlier try had started the operation, though it never heard of it: {operation}", "warning")
        else:
            run.log(f"Asked Shopify for all {work.subject.noun} ({work.search or 'no filter'}): {operation}")


def wait(work: Work) -> None:
    """Look once; give the run back until the operation has ended. 0.1, 0.2, 0.4, ... 30 s between two looks."""
    run = work.run
    try:
        status = bulk.poll(work.client, work.cursor["operation"])
    except NotFound as error:
        again(work, str(error))
        return
    if not status.finished:
        run.progress(done=status.object_count, phase="Waiting for Shopify")
        # A small shop's operation is over in a moment; many looks are spent only on one that takes minutes.
        seconds = min(WAIT_FIRST * 2 ** int(work.cursor["waits"]), WAIT_MAX)
        work.cursor["waits"] += 1
        run.later(seconds, "running at Shopify")
    _ended(work, status)


def _ended(work: Work, status: BulkStatus) -> None:
    run = work.run
    try:
        result = status.result()
    except BulkFailed as error:
        if error.error_code == ACCESS_DENIED:
            raise ImportFailed(_denied(work, str(error))) from None
        again(work, str(error))
        return
    if result.url is None:
        with run.scratch():
            run.log("Shopify found nothing that matches")
            work.cursor["phase"] = "done"
        return
    stage_anew(work, objects=result.objects)


def stage_anew(work: Work, **facts: Any) -> None:
    """Empty staging tables, and the download from its first byte."""
    with work.run.scratch(), connection.cursor() as cursor:
        staging.create(cursor, work)
        forget_pass(work)
        work.cursor.update(phase="downloading", offset=0, lines=0, **facts)


def again(work: Work, why: str) -> None:
    """Ask for a new operation, a few times; then it is for a person. Raises ImportFailed, or gives the run back."""
    restarts = work.cursor.get("restarts", 0) + 1
    if restarts > RESTARTS_MAX:
        with work.run.scratch():
            # Whoever retries the run wants a new operation, not the one that has failed.
            work.cursor.update(phase="requesting", restarts=0, retries=work.cursor.get("retries", 0) + 1)
        raise ImportFailed(f"{why}. Shopify was asked {restarts} times")
    work.run.log(f"{why}; asking Shopify again", "warning")
    with work.run.scratch():
        forget_pass(work)
        work.cursor.update(phase="requesting", restarts=restarts)
    work.run.later(5 * restarts, f"{why}; asking Shopify again")


def forget_pass(work: Work) -> None:
    """Takes back what the pass before counted and will be counted again.

    What it created or changed stays counted: the next pass finds that unchanged, so as many are taken off there (see
    `loading`).
    """
    counted: dict[str, int] = work.cursor.pop("pass", {})
    written = counted.get("created", 0) + counted.get("updated", 0)
    work.cursor["written"] = work.cursor.get("written", 0) + written
    work.run.count(**{name: -counted[name] for name in ("read", "unchanged", "skipped") if name in counted})


def _name(work: Work) -> str:
    operation = documents.load(work.subject.document).operation
    tries = work.cursor.get("restarts", 0) + (RESTARTS_MAX + 1) * work.cursor.get("retries", 0)
    return f"{operation}Run{work.run.id}" + (f"Try{tries}" if tries else "")


def _text(work: Work, name: str) -> str:
    document = documents.load(work.subject.document)
    text = inline(document, {"query": work.search or None})
    return text.replace(f"query {document.operation}", f"query {name}", 1)


def _find(work: Work, name: str) -> str | None:
    """The operation that an earlier attempt started without learning its id."""
    mark = re.compile(rf"\bquery\s+{name}\b")
    return next((operation.gid for operation in bulk.recent(work.client) if mark.search(operation.query)), None)


def _denied(work: Work, message: str) -> str:
    field = bulk.explain(work.client, _text(work, _name(work)))
    return f"{message}. {field}" if field else message
