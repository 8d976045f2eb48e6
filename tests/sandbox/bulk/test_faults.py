"""Bulk operations and downloads that go wrong on request."""

import http.client

import pytest

from sandbox.bulk import storage
from tests.sandbox.bulk.asking import ORDERS, Shop


def test_failed_with_nothing_to_fetch(big: Shop) -> None:
    big.fault("bulk_failed", error_code="TIMEOUT")
    ended = big.run()
    told = [ended[name] for name in ("status", "errorCode", "url", "partialDataUrl")]
    assert told == ["FAILED", "TIMEOUT", None, None]
    assert big.run()["status"] == "COMPLETED"


@pytest.mark.parametrize("at", [0.5, 1.0])
def test_failed_with_a_part(big: Shop, at: float) -> None:
    big.world.bulk.settings.window = 5
    whole = big.lines(big.run()["url"])
    big.fault("bulk_failed", partial=True, error_code=None, at=at)
    ended = big.run()
    assert [ended[name] for name in ("status", "errorCode", "url")] == ["FAILED", None, None]
    part = big.lines(ended["partialDataUrl"])
    assert ended["objectCount"] == str(len(part))
    assert part == whole[: len(part)]
    assert len(part) == len(whole) if at == 1.0 else 0 < len(part) < len(whole)


def test_completed_with_objects_and_no_address(big: Shop) -> None:
    big.fault("bulk_null_url")
    ended = big.run()
    assert (ended["status"], ended["url"], ended["fileSize"]) == ("COMPLETED", None, None)
    assert int(ended["objectCount"]) > 60


def test_truncated_amid_a_line(big: Shop) -> None:
    whole = big.send(big.run()["url"]).body
    big.fault("bulk_truncated", keep=0.3)
    ended = big.run()
    part = big.send(ended["url"]).body
    assert whole.startswith(part)
    assert not part.endswith(b"\n")
    assert ended["objectCount"] == str(whole.count(b"\n"))


def test_truncated_after_a_line(big: Shop) -> None:
    whole = big.send(big.run()["url"]).body
    big.fault("bulk_truncated", whole_lines=True)
    part = big.send(big.run()["url"]).body
    assert whole.startswith(part)
    assert part.endswith(b"\n")
    assert len(part) < len(whole)


def test_a_file_size_that_is_not_the_length_of_the_download(big: Shop) -> None:
    big.send("/__sandbox/bulk", {"size_differs": True})
    ended = big.run()
    assert int(ended["fileSize"]) != len(big.send(ended["url"]).body)
    big.send("/__sandbox/bulk", {"size_differs": False})


def test_slow_but_well(big: Shop) -> None:
    big.fault("bulk_slow", seconds=0.3)
    gid = big.start()["id"]
    assert big.until(gid, "RUNNING")["objectCount"] == "0"
    assert big.ended(gid)["status"] == "COMPLETED"


def test_only_operations_on_the_named_root(big: Shop) -> None:
    big.fault("bulk_failed", match={"root": "products"})
    assert big.run()["status"] == "COMPLETED"
    assert big.run("{ products { edges { node { id } } } }")["status"] == "FAILED"


def test_a_field_without_its_scope_fails_the_operation(big: Shop) -> None:
    big.fault("access_denied", match={"field": "LineItem.quantity"}, times=None)
    ended = big.run()
    assert [ended[name] for name in ("status", "errorCode")] == ["FAILED", "ACCESS_DENIED"]
    assert big.world.bulk.everything()[-1].reason.startswith("Access denied for quantity field.")


def test_what_the_store_can_not_do_fails_it_with_a_reason_for_the_operator(big: Shop) -> None:
    ended = big.run("{ orders { edges { node { id merchantOfRecordApp { id } } } } }")
    assert [ended[name] for name in ("status", "errorCode")] == ["FAILED", "INTERNAL_SERVER_ERROR"]
    told = big.send("/__sandbox/bulk").json["operations"][-1]
    assert "does not support the field Order.merchantOfRecordApp" in told["reason"]


def test_a_download_cut_at_a_byte_goes_on_from_there(big: Shop) -> None:
    url = big.run()["url"]
    whole = big.send(url).body
    big.fault("download_cut", at=1000)
    with pytest.raises(http.client.IncompleteRead) as cut:
        big.send(url)
    assert cut.value.partial == whole[:1000]
    assert big.send(url, headers={"Range": "bytes=1000-"}).body == whole[1000:]


def test_storage_that_is_away_or_has_forgotten(big: Shop) -> None:
    url = big.run()["url"]
    big.fault("download_status", status=503)
    big.fault("download_gone", after=1)
    assert [big.send(url).status for _ in range(3)] == [503, 400, 200]


def test_a_slow_download_comes_whole(big: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    url = big.run()["url"]
    whole = big.send(url).body
    waits: list[float] = []
    monkeypatch.setattr(storage.time, "sleep", waits.append)
    monkeypatch.setattr(storage, "BLOCK", 1000)
    big.fault("download_slow", seconds=0.2)
    assert big.send(url).body == whole
    assert waits == [0.2] * (len(whole) // 1000 + 1)


def test_a_lost_answer_leaves_an_operation_that_is_found_by_its_text(big: Shop) -> None:
    big.fault("cut_after", match={"root": "bulkOperationRunQuery"})
    with pytest.raises(http.client.RemoteDisconnected):
        big.start(ORDERS)
    (made,) = big.data("{ bulkOperations(first: 5) { nodes { id query } } }")["bulkOperations"]["nodes"]
    assert made["query"] == ORDERS
    assert big.ended(made["id"])["status"] == "COMPLETED"


def test_a_request_cut_before_starts_nothing(big: Shop) -> None:
    big.fault("cut_before", match={"root": "bulkOperationRunQuery"})
    with pytest.raises(http.client.RemoteDisconnected):
        big.start(ORDERS)
    assert big.world.bulk.everything() == []
