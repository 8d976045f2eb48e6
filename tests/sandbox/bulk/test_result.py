"""What the file holds, in which order, and how it is fetched."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest

from shopify_client import documents
from shopify_client.documents.inline import inline
from shopify_client.types import decode_line
from tests.sandbox.bulk.asking import ORDERS, Shop, shop
from tests.sandbox.shops import order, product, small_store, variants


def normal(lines: list[Any]) -> list[str]:
    return sorted(json.dumps(line, sort_keys=True) for line in lines)


def parents_first(lines: list[Any]) -> bool:
    seen: set[str] = set()
    for line in lines:
        if line.get("__parentId", "") and line["__parentId"] not in seen:
            return False
        seen.add(line.get("id", ""))
    return True


def beside_parents(lines: list[Any]) -> bool:
    last = ""
    for line in lines:
        if "__parentId" not in line:
            last = line["id"]
        elif line["__parentId"] != last:
            return False
    return True


def test_a_line_holds_what_was_asked_and_a_child_its_parent() -> None:
    store = small_store()
    with shop(store) as made:
        lines = made.lines(made.run()["url"])
    (found,) = store.orders.values()
    assert lines[0] == {"id": found.gid, "name": "#1001"}
    assert lines[1:] == [
        {"id": part.gid, "quantity": part.quantity, "__parentId": found.gid} for part in found.line_items
    ]


def test_three_orders_of_the_same_lines(big: Shop) -> None:
    big.world.bulk.settings.window = 10
    interleaved = big.lines(big.run()["url"])
    grouped = big.lines(big.run(group=True)["url"])
    big.world.bulk.settings.order = "hostile"
    hostile = big.lines(big.run()["url"])
    assert normal(interleaved) == normal(grouped) == normal(hostile)
    assert (parents_first(interleaved), beside_parents(interleaved)) == (True, False)
    assert (parents_first(grouped), beside_parents(grouped)) == (True, True)
    assert parents_first(hostile) is False


@pytest.mark.parametrize("name", ["bulk_products", "bulk_orders", "bulk_collections", "bulk_inventory_levels"])
def test_every_document_of_ours_gives_lines_that_our_types_read(big: Shop, name: str) -> None:
    ended = big.run(inline(documents.load(name)))
    assert (ended["status"], big.world.bulk.everything()[-1].reason) == ("COMPLETED", "")
    lines = big.send(ended["url"]).body.splitlines()
    assert len(lines) == int(ended["objectCount"]) > 20
    for line in lines:
        decode_line(line)


def test_the_result_is_what_the_same_query_gives_page_by_page(big: Shop) -> None:
    """The file against the ordinary API: the same orders with the same lines."""
    query = "{ orders(first: 100) { nodes { id name lineItems(first: 100) { nodes { id quantity } } } } }"
    expected = []
    for found in big.data(query)["orders"]["nodes"]:
        children = found.pop("lineItems")["nodes"]
        expected += [found, *({**child, "__parentId": found["id"]} for child in children)]
    assert normal(big.lines(big.run()["url"])) == normal(expected)


def test_what_is_deleted_meanwhile_is_left_out() -> None:
    store = small_store()
    with shop(store) as made:
        made.world.bulk.settings.window = 1
        gone = product(store, "Gone")
        for number in range(20):
            product(store, f"Kept {number}")
        with store.lock:
            gid = made.world.bulk.start(
                made.world.access.app("sandbox-key").caller(), "{ products { edges { node { id } } } }"
            ).gid
            for variant in variants(store, gone):
                store.discard(variant)
            store.discard(gone)
        ended = made.ended(gid)
        lines = made.lines(ended["url"])
    assert gone.gid not in [line["id"] for line in lines]
    assert ended["rootObjectCount"] == str(len(lines)) == "23"


def test_a_title_that_is_no_text_comes_escaped() -> None:
    store = small_store()
    next(iter(store.products.values())).title = "half \ud83d smile"
    with shop(store) as made:
        answer = made.send(made.run("{ products { edges { node { id title } } } }")["url"])
    assert b"half \\ud83d smile" in answer.body


def test_other_requests_go_on_while_it_is_written() -> None:
    store = small_store()
    shirt = next(iter(store.products.values()))
    for _ in range(300):
        order(store, [(variants(store, shirt)[0], 1)])
    with shop(store) as made:
        made.world.bulk.settings.window = 1
        gid = made.start()["id"]
        answered = 0
        while made.poll(gid)["status"] != "COMPLETED":
            made.data("{ orders(first: 5) { nodes { id name } } }")
            answered += 1
        assert answered > 0


def test_the_token_is_refused_by_the_storage(big: Shop) -> None:
    url = big.run()["url"]
    answer = big.send(url, headers={"X-Shopify-Access-Token": "shpat_sandbox"})
    assert answer.status == 400
    assert b"token must not be sent" in answer.body
    assert answer.headers["Content-Type"].startswith("application/xml")


def test_an_address_opens_its_own_file_for_seven_days(big: Shop) -> None:
    first, second = big.run()["url"], big.run()["url"]
    assert big.send(first).status == 200
    stolen = second.partition("?")[0] + "?" + first.partition("?")[2]
    assert big.send(stolen).status == 403
    assert big.send(first.partition("?")[0]).status == 403
    later = first.replace("Expires=", "Expires=9")
    assert b"SignatureDoesNotMatch" in big.send(later).body
    big.world.store.clock.advance(7 * 86_400)
    expired = big.send(first)
    assert (expired.status, b"ExpiredToken" in expired.body) == (400, True)


def test_a_file_is_taken_up_at_any_byte(big: Shop) -> None:
    url = big.run()["url"]
    whole = big.send(url).body
    part = big.send(url, headers={"Range": "bytes=100-"})
    assert (part.status, part.body) == (206, whole[100:])
    assert part.headers["Content-Range"] == f"bytes 100-{len(whole) - 1}/{len(whole)}"
    assert big.send(url, headers={"Range": "bytes=5-9"}).body == whole[5:10]
    beyond = big.send(url, headers={"Range": f"bytes={len(whole)}-"})
    assert (beyond.status, beyond.headers["Content-Range"]) == (416, f"bytes */{len(whole)}")


def test_results_lie_in_the_var_folder_and_go_when_forgotten(tmp_path: Path) -> None:
    with shop(small_store(), tmp_path) as made:
        ended = made.run()
        (file,) = (tmp_path / "bulk").glob("*.jsonl")
        assert file.name == f"bulk-{ended['id'].rpartition('/')[2]}.jsonl"
        made.send("/__sandbox/bulk", method="DELETE")
        assert not file.exists()
        assert made.send(ended["url"]).status == 404


def test_without_a_var_folder_nothing_is_left_behind() -> None:
    before = set(Path(tempfile.gettempdir()).glob("bulk-*"))
    with shop(small_store()) as made:
        made.run()
        assert set(Path(tempfile.gettempdir()).glob("bulk-*")) != before
    assert set(Path(tempfile.gettempdir()).glob("bulk-*")) == before


def test_bulk_operations_are_no_part_of_the_content(big: Shop) -> None:
    before = big.send("/__sandbox/state?digest=1").json
    big.run(ORDERS)
    assert big.send("/__sandbox/state?digest=1").json == before
