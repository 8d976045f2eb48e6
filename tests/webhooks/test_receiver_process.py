"""The fast path: the same verdicts as the view, committed in batches, with the broker and the database in trouble."""

import signal
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from django.db import connection

from jobs.models import Heartbeat, State
from oms.models import Shop
from tests.waiting import until
from tests.webhooks.receiving import free_port, receiver
from tests.webhooks.support import PREVIOUS, connected_shop, finished, headers, thing
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.django_db(transaction=True)
SHOPIFYS_PATIENCE = 5  # seconds
PATIENCE = 240  # where it is not the subject how fast an answer comes: a busy machine is slow
BODY_PATIENCE = 1.0
SHOP = 4711  # the same number in each test: the receiver remembers shops and their secrets for some seconds


@pytest.fixture
def shop(db: None) -> Shop:
    return connected_shop(number=SHOP)


@pytest.fixture(scope="module")
def base(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One process for all tests that neither break nor end it."""
    folder = tmp_path_factory.mktemp("receiver")
    with receiver(folder, WEBHOOK_BODY_LIMIT="100000", WEBHOOK_ALERT_EVERY="0") as address:
        yield address


def post(
    base: str, body: bytes, topic: str = "bulk_operations/finish", patience: int = PATIENCE, **more: str
) -> requests.Response:
    told = headers(body, topic, **more)
    return requests.post(f"{base}/hooks/shopify/", body, headers=told, timeout=patience)


def post_in_time(base: str, number: int) -> int:
    return post(base, finished(number), patience=SHOPIFYS_PATIENCE).status_code


def test_it_answers_as_the_view_does(base: str, shop: Shop) -> None:
    body = finished()
    assert post(base, body, webhook_id="w-1").status_code == 200
    assert post(base, body, webhook_id="w-1").status_code == 200
    assert post(base, finished(2), prefix="shopify-", secret=PREVIOUS).status_code == 200
    assert post(base, finished(3), secret="wrong").status_code == 401
    assert post(base, finished(3), shop_domain="nobody.myshopify.com").status_code == 401
    assert post(base, b"{}", "carts/update").status_code == 200
    assert requests.get(f"{base}/hooks/shopify/", timeout=PATIENCE).status_code == 405
    assert requests.get(f"{base}/", timeout=PATIENCE).status_code == 404
    kept = list(WebhookEvent.objects.order_by("id").values_list("topic", "state"))
    finish = ("bulk_operations/finish", State.PENDING)
    assert kept == [finish, finish, ("carts/update", State.IGNORED)]
    assert bytes(WebhookEvent.objects.earliest("id").body) == body


def test_many_at_once_are_all_committed(base: str, shop: Shop) -> None:
    bodies = [finished(number) for number in range(300)]
    with ThreadPoolExecutor(32) as pool:
        codes = list(pool.map(lambda body: post(base, body).status_code, bodies))
    assert codes == [200] * 300
    assert {bytes(body) for body in WebhookEvent.objects.values_list("body", flat=True)} == set(bodies)


def test_too_large_is_refused_by_its_length_before_it_is_read(base: str, shop: Shop) -> None:
    told = headers(b"", "products/delete")
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    host, port = base.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as sender:
        sender.sendall(f"POST /hooks/shopify/ HTTP/1.1\r\nHost: x\r\nContent-Length: 10485760\r\n{lines}\r\n".encode())
        answer = sender.recv(4096)
    assert answer.startswith(b"HTTP/1.1 413 ")
    event = WebhookEvent.objects.get()
    assert event.state == State.DEAD and event.size == 10485760 and bytes(event.body) == b""


def test_too_large_without_a_length_is_refused_too(base: str, shop: Shop) -> None:
    parts = (b"x" * 50_000 for _ in range(10))
    told = headers(b"", "products/delete")
    answer = requests.post(f"{base}/hooks/shopify/", parts, headers=told, timeout=PATIENCE)
    assert answer.status_code == 413
    assert WebhookEvent.objects.get().state == State.DEAD


def test_a_sender_that_reads_only_after_its_last_byte_finds_its_refusal(base: str, shop: Shop) -> None:
    body = b"x" * 10_485_760
    asked = urllib.request.Request(f"{base}/hooks/shopify/", body, headers(b"", "products/delete"))
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked, timeout=PATIENCE)
    assert (refused.value.code, refused.value.read()) == (413, b"The body is too large.\n")
    event = WebhookEvent.objects.get()
    assert event.state == State.DEAD and event.size == len(body) and bytes(event.body) == b""


def test_slow_senders_hold_nobody_up(base: str, shop: Shop) -> None:
    host, port = base.removeprefix("http://").split(":")
    slow = [socket.create_connection((host, int(port)), timeout=PATIENCE) for _ in range(200)]
    try:
        for sender in slow:
            sender.sendall(b"POST /hooks/shopify/ HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")
        assert post(base, finished()).status_code == 200
    finally:
        for sender in slow:
            sender.close()


def test_a_body_that_comes_too_slowly_is_answered_and_kept_nowhere(shop: Shop, tmp_path: Path) -> None:
    """One byte at a time does not buy more time than silence does."""
    body = finished()
    with receiver(tmp_path, WEBHOOK_BODY_PATIENCE=str(BODY_PATIENCE)) as base:
        answer = _sent_slowly(base, body)
        assert not WebhookEvent.objects.exists()
        assert post(base, body).status_code == 200
    told, _, sentence = answer.partition(b"\r\n\r\n")
    assert told.startswith(b"HTTP/1.1 408 ") and b"connection: close" in told
    assert sentence == b"The body came too slowly.\n"


def _sent_slowly(base: str, body: bytes) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers(body, "bulk_operations/finish").items())
    host, port = base.removeprefix("http://").split(":")
    head = f"POST /hooks/shopify/ HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n{lines}\r\n".encode()
    with socket.create_connection((host, int(port)), timeout=0.1) as sender:
        sender.sendall(head)
        return _answer(sender, body[:-1])


def _answer(sender: socket.socket, slowly: bytes) -> bytes:
    """What comes back, to its end, while the body goes out byte by byte."""
    answer, left = b"", list(slowly)
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        if left and not answer:
            sender.sendall(bytes([left.pop(0)]))
        try:
            if not (part := sender.recv(4096)):
                return answer
            answer += part
        except TimeoutError:
            continue
    raise AssertionError(f"The connection is still open after {answer!r}")


def test_a_shop_that_vanished_does_not_take_the_others_along(base: str, shop: Shop) -> None:
    """Its row breaks the statement of the batch it came in."""
    other = connected_shop("other.myshopify.com")
    until("the new shop is known", lambda: post(base, finished(1), shop_domain=other.domain).status_code == 200)
    WebhookEvent.objects.all().delete()
    other.connection.delete()
    other.webhook_subscriptions.all().delete()
    Shop.objects.filter(pk=other.pk).delete()
    jobs = [(finished(n), other.domain if n % 10 == 0 else shop.domain) for n in range(100)]
    with ThreadPoolExecutor(32) as pool:
        codes = list(pool.map(lambda job: post(base, job[0], shop_domain=job[1]).status_code, jobs))
    assert codes.count(200) == 90
    assert set(codes) <= {200, 401, 422}
    assert WebhookEvent.objects.count() == 90


def test_a_broker_that_hangs_delays_nobody(shop: Shop, tmp_path: Path) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(64)
        url = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        with receiver(tmp_path, REDIS_URL=url) as base:
            codes = [post_in_time(base, number) for number in range(50)]
    assert codes == [200] * 50
    assert WebhookEvent.objects.filter(state=State.PENDING).count() == 50


def test_a_database_that_was_never_there_asks_to_come_again(shop: Shop, tmp_path: Path) -> None:
    with receiver(tmp_path, DATABASE_URL=f"postgresql://nobody@127.0.0.1:{free_port()}/none") as base:
        answer = post(base, finished())
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0


def test_a_database_that_hangs_asks_to_come_again_in_time(shop: Shop, tmp_path: Path) -> None:
    """Within the five seconds that Shopify waits, and for many at once."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(64)
        url = f"postgresql://nobody@127.0.0.1:{silent.getsockname()[1]}/none"
        # Killed: asked to end, it would wait for the thread that still hopes for the database.
        with receiver(tmp_path, signal.SIGKILL, DATABASE_URL=url) as base, ThreadPoolExecutor(20) as pool:
            codes = list(pool.map(lambda number: post_in_time(base, number), range(40)))
    assert codes == [503] * 40


def test_connections_cut_by_the_database_are_made_anew(base: str, shop: Shop) -> None:
    assert post(base, finished(1)).status_code == 200
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert [post(base, finished(number)).status_code for number in (2, 3)] == [200, 200]


def test_asked_to_end_it_keeps_what_it_received(shop: Shop, tmp_path: Path) -> None:
    with receiver(tmp_path) as base:
        threads = [threading.Thread(target=post, args=(base, thing(n), "products/delete")) for n in range(1, 40)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert WebhookEvent.objects.count() == 39


def test_it_signs_that_it_is_there_until_it_is_asked_to_end(shop: Shop, tmp_path: Path) -> None:
    ours = Heartbeat.objects.filter(part__startswith="webhook receiver ")
    with receiver(tmp_path, ENGINE_SWEEP_EVERY="0.1"):
        until("its sign of life", ours.exists)
    assert not ours.exists()
