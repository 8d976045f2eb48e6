"""From CREATED to the end, over HTTP."""

import re
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sandbox.bulk.operation import BulkOperation
from tests.sandbox.bulk.asking import ORDERS, Shop, shop
from tests.sandbox.shops import small_store
from tests.waiting import until


def test_created_then_completed_with_counts_as_text(big: Shop) -> None:
    big.world.bulk.settings.delay = 30
    made = big.start()
    assert re.fullmatch(r"gid://shopify/BulkOperation/\d{13}", made["id"])
    told = {
        "status": "CREATED",
        "type": "QUERY",
        "errorCode": None,
        "createdAt": "2026-11-20T12:00:00Z",
        "completedAt": None,
        "objectCount": "0",
        "rootObjectCount": "0",
        "fileSize": None,
        "url": None,
        "partialDataUrl": None,
        "query": ORDERS,
    }
    assert {name: made[name] for name in told} == told
    assert big.poll(made["id"]) == made
    big.world.bulk.settings.delay = 0
    ended = big.run()
    assert (ended["status"], ended["completedAt"]) == ("COMPLETED", "2026-11-20T12:00:00Z")
    lines = big.lines(ended["url"])
    assert ended["rootObjectCount"] == "60"
    assert ended["objectCount"] == str(len(lines))
    assert ended["fileSize"] == big.send(ended["url"]).headers["Content-Length"]


def test_at_once_it_has_ended_when_its_start_is_answered(big: Shop) -> None:
    big.world.bulk.settings.at_once = True
    made = big.start()
    assert made["status"] == "CREATED"
    assert big.poll(made["id"])["status"] == "COMPLETED"


def test_nothing_that_matches_gives_no_address(big: Shop) -> None:
    ended = big.run('{ orders(query: "tag:nowhere") { edges { node { id } } } }')
    told = [ended[name] for name in ("status", "objectCount", "rootObjectCount", "fileSize", "url")]
    assert told == ["COMPLETED", "0", "0", None, None]


def test_refusals_are_user_errors_on_the_query(big: Shop) -> None:
    message = "Bulk queries must contain at least one connection."
    assert big.refused("{ shop { id } }") == [{"field": ["query"], "message": message, "code": "INVALID"}]


def test_five_at_once_and_the_sixth_is_told_which(big: Shop) -> None:
    big.fault("bulk_stuck", times=None)
    gids = [big.start()["id"] for _ in range(5)]
    message = f"A bulk query operation for this app and shop is already in progress: {', '.join(gids)}."
    assert big.refused(ORDERS) == [{"field": None, "message": message, "code": "OPERATION_IN_PROGRESS"}]
    big.cancel(gids[2])
    big.until(gids[2], "CANCELED")
    assert big.start()["status"] == "CREATED"


def test_cancelling_takes_a_moment_and_leaves_nothing(big: Shop) -> None:
    big.fault("bulk_stuck")
    gid = big.start()["id"]
    big.until(gid, "RUNNING")
    payload = big.cancel(gid)
    assert (payload["bulkOperation"]["status"], payload["userErrors"]) == ("CANCELING", [])
    ended = big.ended(gid)
    assert [ended[name] for name in ("status", "url", "partialDataUrl")] == ["CANCELED", None, None]


@pytest.mark.parametrize(
    ("kind", "word"), [(None, "completed"), ("bulk_failed", "failed"), ("bulk_expired", "expired")]
)
def test_what_has_ended_is_not_cancelled(big: Shop, kind: str, word: str) -> None:
    if kind:
        big.fault(kind)
    ended = big.run()
    payload = big.cancel(ended["id"])
    assert payload["bulkOperation"]["status"] == word.upper()
    message = f"A bulk operation cannot be canceled when it is {word}"
    assert payload["userErrors"] == [{"field": None, "message": message}]


def test_an_operation_that_nobody_knows(big: Shop) -> None:
    gid = "gid://shopify/BulkOperation/1"
    payload = big.cancel(gid)
    message = "Bulk operation does not exist"
    assert payload == {"bulkOperation": None, "userErrors": [{"field": ["id"], "message": message}]}
    assert big.poll(gid) is None


def test_a_number_is_never_given_twice(tmp_path: Path) -> None:
    gids = []
    for _ in range(2):  # a restart between
        with shop(small_store(), tmp_path) as made:
            gids.append(made.run()["id"])
            made.send("/__sandbox/bulk", method="DELETE")
            gids.append(made.run()["id"])
    assert len(set(gids)) == 4


def test_ten_days_are_the_most(big: Shop) -> None:
    big.fault("bulk_stuck")
    gid = big.start()["id"]
    big.until(gid, "RUNNING")
    big.send("/__sandbox/clock", {"advance": timedelta(days=10, seconds=1).total_seconds()})
    assert big.ended(gid)["status"] == "EXPIRED"


def test_another_app_sees_and_cancels_none_of_it(big: Shop) -> None:
    gid = big.start()["id"]
    assert big.world.bulk.find(gid, "another-app") is None
    assert big.world.bulk.of_app("another-app") == []


def test_the_list_is_sorted_and_searched(big: Shop) -> None:
    first = big.run()["id"]
    big.world.store.clock.advance(60)
    big.fault("bulk_failed")
    second = big.run()["id"]
    big.world.store.clock.advance(60)
    big.fault("bulk_stuck")
    third = big.start()["id"]

    def listed(arguments: str) -> list[str]:
        found = big.data(f"{{ bulkOperations(first: 5, {arguments}) {{ nodes {{ id }} }} }}")
        return [node["id"] for node in found["bulkOperations"]["nodes"]]

    assert listed("sortKey: CREATED_AT") == [first, second, third]
    assert listed("reverse: true") == [third, second, first]
    assert listed('query: "status:failed"') == [second]
    assert listed('query: "operation_type:query -status:failed"') == [first, third]
    assert listed("query: \"created_at:>='2026-11-20T12:01:00Z'\"") == [second, third]
    assert listed('query: "operation_type:mutation"') == []
    assert big.data("{ currentBulkOperation { id } }")["currentBulkOperation"]["id"] == third


def test_the_end_is_announced_once_and_a_lost_one_never(big: Shop) -> None:
    told: list[tuple[str, str, str]] = []

    def listen(topic: str, record: Any, extra: dict[str, Any]) -> None:
        assert isinstance(record, BulkOperation)
        told.append((record.gid, topic, record.status))

    big.world.store.listeners.append(listen)
    big.fault("finish_lost")
    lost, whole = big.run()["id"], big.run()["id"]
    big.fault("bulk_failed")
    failed = big.run()["id"]
    until("the end of the last one", lambda: failed in {gid for gid, *_ in told})
    # An operation of the test before may end now too.
    assert [one for one in told if one[0] in (lost, whole, failed)] == [
        (whole, "bulk_operations/finish", "COMPLETED"),
        (failed, "bulk_operations/finish", "FAILED"),
    ]


def test_one_that_was_forgotten_announces_no_end(big: Shop) -> None:
    told: list[str] = []
    big.world.store.listeners.append(lambda topic, record, extra: told.append(record.gid))
    big.fault("bulk_stuck")
    forgotten = big.start()["id"]
    big.until(forgotten, "RUNNING")
    [life] = [one for one in threading.enumerate() if one.name == f"bulk-{forgotten.rpartition('/')[2]}"]
    big.world.bulk.forget()
    life.join(240)
    assert (life.is_alive(), told) == (False, [])
