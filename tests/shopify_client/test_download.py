"""A result file comes line by line, can be taken up at any line, and never ends early unnoticed."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

import pytest

from shopify_client.download import BLOCK_BYTES, download
from shopify_client.errors import DownloadInterrupted, DownloadRefused
from tests.shopify_client.answering import Answer, Answering, Asked

LINES = [b'{"n":%d,"text":"%s"}' % (number, b"x" * (number % 97)) for number in range(20_000)]
FILE = b"".join(line + b"\n" for line in LINES)


def storage(content: bytes, *, ranges: bool = True) -> object:
    def serve(asked: Asked) -> Answer:
        wanted = asked.headers.get("range")
        if not ranges or wanted is None:
            return Answer(200, content)
        start = int(wanted.removeprefix("bytes=").removesuffix("-"))
        if start >= len(content):
            return Answer(416, headers={"Content-Range": f"bytes */{len(content)}"})
        return Answer(206, content[start:], {"Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"})

    return serve


def fetch(server: Answering, offset: int = 0) -> Iterator[tuple[int, bytes]]:
    return download(f"{server.url}/bulk/result?sig=1", offset, allow_hosts=["127.0.0.1"])


def test_every_line_with_the_byte_after_it(shopify_server: Answering) -> None:
    shopify_server.otherwise = storage(FILE)
    position = 0
    for number, (after, line) in enumerate(fetch(shopify_server)):
        assert line == LINES[number]
        position += len(line) + 1
        assert after == position
    assert position == len(FILE) > 2 * BLOCK_BYTES
    (asked,) = shopify_server.asked
    assert "x-shopify-access-token" not in asked.headers
    assert "authorization" not in asked.headers
    assert asked.headers["accept-encoding"] == "identity"


@pytest.mark.parametrize("ranges", [True, False])
@pytest.mark.parametrize("done", [1, 7_000, 19_999, 20_000])
def test_taken_up_at_any_line(shopify_server: Answering, done: int, ranges: bool) -> None:
    shopify_server.otherwise = storage(FILE, ranges=ranges)
    offset = sum(len(line) + 1 for line in LINES[:done])
    found = list(fetch(shopify_server, offset))
    assert [line for _, line in found] == LINES[done:]
    assert not found or found[-1][0] == len(FILE)


def test_nothing_comes_when_all_is_there(shopify_server: Answering) -> None:
    shopify_server.otherwise = storage(FILE)
    assert list(fetch(shopify_server, len(FILE))) == []


def test_an_interrupted_download_says_where_to_go_on(shopify_server: Answering) -> None:
    cut = len(FILE) * 2 // 3 + 5
    shopify_server.will(Answer(200, FILE[:cut], announced=len(FILE)))
    read: list[bytes] = []
    with pytest.raises(DownloadInterrupted) as caught:
        read.extend(line for _, line in fetch(shopify_server))
    offset = caught.value.offset
    assert offset == sum(len(line) + 1 for line in read) <= cut
    assert read
    shopify_server.otherwise = storage(FILE)
    assert read + [line for _, line in fetch(shopify_server, offset)] == LINES


@pytest.mark.parametrize("cut", [1, len(LINES[0]), 100_000, len(FILE) - 1])
def test_a_file_cut_in_a_line(shopify_server: Answering, cut: int) -> None:
    shopify_server.otherwise = storage(FILE[:cut])
    with pytest.raises(DownloadInterrupted) as caught:
        list(fetch(shopify_server))
    assert caught.value.offset == FILE.rfind(b"\n", 0, cut) + 1
    assert caught.value.temporary


def test_a_download_cut_between_lines_is_shorter_than_told(shopify_server: Answering) -> None:
    cut = FILE.rfind(b"\n", 0, 500_000) + 1
    shopify_server.will(Answer(200, FILE[:cut], announced=len(FILE)))
    with pytest.raises(DownloadInterrupted) as caught:
        list(fetch(shopify_server))
    assert caught.value.offset == cut


def test_a_polite_end_before_the_announced_length(shopify_server: Answering) -> None:
    shopify_server.will(Answer(200, FILE[: len(LINES[0]) + 1], announced=len(FILE)))
    with pytest.raises(DownloadInterrupted) as caught:
        list(fetch(shopify_server))
    assert caught.value.offset == len(LINES[0]) + 1


def test_the_wrong_part_is_not_taken(shopify_server: Answering) -> None:
    shopify_server.will(Answer(206, FILE, {"Content-Range": f"bytes 0-{len(FILE) - 1}/{len(FILE)}"}))
    with pytest.raises(DownloadInterrupted, match="another part"):
        list(fetch(shopify_server, 500))


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Answer(503), DownloadInterrupted),
        (Answer(429), DownloadInterrupted),
        (Answer(reset=True), DownloadInterrupted),
        (Answer(403, b"<Error>ExpiredToken</Error>"), DownloadRefused),
        (Answer(404), DownloadRefused),
        (Answer(416, headers={"Content-Range": "bytes */7"}), DownloadRefused),
        (Answer(302, headers={"Location": "http://169.254.169.254/latest/meta-data"}), DownloadRefused),
    ],
)
def test_refusals(shopify_server: Answering, answer: Answer, kind: type) -> None:
    shopify_server.will(answer)
    with pytest.raises(kind):
        list(fetch(shopify_server, 10))
    assert len(shopify_server.asked) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://localhost:5432/",
        "http://[::1]/",
        "http://storage.googleapis.com/result",
        "https://storage.googleapis.com:8443/result",
        "https://storage.googleapis.com.evil.com/result",
        "https://evilgoogleapis.com/result",
        "https://storage.googleapis.com@evil.com/result",
        "https://user:pass@storage.googleapis.com/result",
        "file:///etc/passwd",
        "ftp://storage.googleapis.com/result",
        "gopher://127.0.0.1/",
        "//127.0.0.1/result",
        "",
    ],
)
def test_foreign_hosts_are_refused_without_a_connection(url: str) -> None:
    with pytest.raises(DownloadRefused, match="not fetched"):
        next(download(url, allow_hosts=["127.0.0.1"]))


def test_the_sandbox_is_allowed_by_its_port_only(shopify_server: Answering) -> None:
    shopify_server.otherwise = storage(b"{}\n")
    netloc = shopify_server.url.removeprefix("http://")
    assert list(download(f"{shopify_server.url}/r", allow_hosts=[netloc])) == [(3, b"{}")]
    with pytest.raises(DownloadRefused):
        next(download(f"{shopify_server.url}/r", allow_hosts=["127.0.0.1:1"]))


def test_memory_does_not_grow_with_the_file(shopify_server: Answering) -> None:
    shopify_server.otherwise = storage(FILE * 20)
    tracemalloc.start()
    try:
        lines = fetch(shopify_server)
        next(lines)
        served, _ = tracemalloc.get_traced_memory()  # the server's own copy is in this process too
        tracemalloc.reset_peak()
        assert sum(1 for _ in lines) == 20 * len(LINES) - 1
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak - served < 8 * BLOCK_BYTES
