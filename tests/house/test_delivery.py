"""How pages and static files go over the wire: compressed, and files under names that say what is in them."""

import csv
import gzip
import io
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import Context, Template
from django.test import Client
from django.urls import reverse

from console.frame.roles import grant
from tests.console import support
from tests.oms import factories

pytestmark = pytest.mark.django_db
ORDERS_PAGE = 20_000
A_YEAR = 31_536_000
COMPRESSED = {"Accept-Encoding": "gzip, deflate, br"}
HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")


@pytest.fixture
def browser(settings: Any) -> Client:
    """Signed in, and served as by a web server of ours: it looks through the static files when it starts."""
    settings.WHITENOISE_AUTOREFRESH = False
    person = User.objects.create_user("ada")
    grant(person, "operator")
    client = Client(headers=COMPRESSED)
    client.force_login(person)
    return client


def fifty_orders() -> None:
    names = ("Ada Long", "Bo Chen", "Cyd Ruiz", "Dag Holm", "Eve Wolf", "Flo Quist", "Gus Amari")
    for number in range(60):
        factories.order(
            f"gid://shopify/Order/{5_900_000_000 + number * 7919}",
            name=f"#{1001 + number}",
            order_date=datetime(2026, 11, 1, tzinfo=UTC) + timedelta(minutes=number * 37),
            status=("ORDER_CREATED", "ORDER_APPROVED", "ORDER_COMPLETED")[number % 3],
            customer_name=f"{names[number % 7]}-{number * 271 % 97}",
            grand_total=Decimal(number * 1337 % 50000) / 100,
            not_approved=f"{number}.00 of {number * 3}.00 USD are authorised or settled" if number % 3 == 0 else "",
        )


def test_a_full_page_of_orders_is_small(browser: Client) -> None:
    fifty_orders()
    answer = browser.get(reverse("console:orders"))
    whole = gzip.decompress(answer.content)
    assert whole.count(b"<tr") > 50
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    assert int(answer["Content-Length"]) == len(answer.content) <= ORDERS_PAGE < len(whole)
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_who_takes_nothing_compressed_gets_it_plain(browser: Client) -> None:
    answer = browser.get(reverse("console:pipeline"), headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in answer
    assert b"<!DOCTYPE html>" in answer.content


def test_the_same_page_has_no_fixed_length(browser: Client) -> None:
    """Random bytes in each answer: its length doesn't tell whether a guess stands in the page too (BREACH)."""
    lengths = {len(browser.get("/no/such/page/").content) for _ in range(12)}
    assert len(lengths) > 1


def test_live_regions_go_compressed(browser: Client) -> None:
    run = support.run(state="running", progress={"phase": "Loading", "done": 5, "total": 10})
    page = gzip.decompress(browser.get(f"/runs/{run.pk}/").content).decode()
    found = re.search(r'id="poller"[^>]*hx-get="([^"]+)"', page)
    assert found
    run.progress = {"phase": "Loading", "done": 6, "total": 10}
    run.save(update_fields=["progress"])
    news = browser.get(found[1].replace("&amp;", "&"), headers={**COMPRESSED, "HX-Request": "true"})
    assert news["Content-Encoding"] == "gzip"
    assert b'hx-swap-oob="true"' in gzip.decompress(news.content)


def test_a_download_streams_compressed(browser: Client) -> None:
    run = support.run()
    for number in range(30):
        support.failed(run, f"gid://shopify/Order/{number}")
    answer = browser.get(f"/runs/{run.pk}/failed.csv")
    assert answer["Content-Encoding"] == "gzip"
    assert answer.streaming
    text = gzip.decompress(b"".join(answer.streaming_content)).decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text, newline="")))) == 31


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_a_probe_reads_its_answer_either_way(browser: Client, encoding: str) -> None:
    answer = browser.get("/healthz", headers={"Accept-Encoding": encoding})
    body = gzip.decompress(answer.content) if answer.headers.get("Content-Encoding") else answer.content
    assert body.decode().strip()


def test_every_static_file_of_a_page_is_hashed_compressed_and_kept_for_a_year(browser: Client) -> None:
    page = gzip.decompress(browser.get(reverse("console:orders")).content).decode()
    addresses = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page))
    assert len(addresses) > 6
    for address in addresses:
        assert HASHED.search(address), address
        answer = browser.get(address)
        assert answer.status_code == 200
        assert gzip.decompress(b"".join(answer.streaming_content))
        kept = re.fullmatch(r"max-age=(\d+), public, immutable", answer["Cache-Control"])
        assert kept and int(kept[1]) >= A_YEAR
        assert answer["Content-Encoding"] == "gzip", address


def test_what_a_style_sheet_names_is_hashed_too(browser: Client) -> None:
    answer = browser.get(staticfiles_storage.url("console/console.css"))
    sheet = gzip.decompress(b"".join(answer.streaming_content)).decode()
    named = re.findall(r'url\("?([^")]+)', sheet)
    assert named
    assert all(HASHED.search(name) for name in named)


def test_the_records_ask_for_hashed_names_alone(browser: Client) -> None:
    User.objects.filter(username="ada").update(is_staff=True, is_superuser=True)
    page = gzip.decompress(browser.get("/admin/").content).decode()
    addresses = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page))
    assert "/static/console/favicon" in str(addresses)
    assert [address for address in addresses if not HASHED.search(address)] == []


def test_the_address_without_a_hash_still_answers_but_is_not_kept_for_long(browser: Client) -> None:
    answer = browser.get("/static/console/console.css")
    assert answer.status_code == 200
    assert gzip.decompress(b"".join(answer.streaming_content))
    assert answer["Cache-Control"] == "max-age=60, public"


def test_a_name_without_a_file_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"console/gone\.css"):
        Template("{% load static %}{% static 'console/gone.css' %}").render(Context())
