"""Every page: found, safe, usable without scripts."""

import pytest
import requests

from sandbox.generator import generate
from sandbox.local_server import running
from sandbox.pages.html import Html, el, join
from sandbox.state.records import Order
from sandbox.state.store import Store
from sandbox.world import World
from tests.sandbox.pages.browsing import Visitor
from tests.sandbox.shops import NOW, empty_store, product

LISTS = ["/", "/orders", "/orders/new", "/products", "/stock", "/shop"]


@pytest.mark.parametrize("path", LISTS)
def test_pages_of_an_empty_store(path: str) -> None:
    with running(World(empty_store())) as url:
        assert requests.get(url + path, timeout=240).status_code == 200


def test_every_page_of_a_made_up_store_with_bad_data() -> None:
    store = empty_store()
    generate(store, 12, 40, 5, anchor=NOW, mischief=["script_title", "lone_surrogate", "nul_byte", "long_title"])
    paths = LISTS + [f"/{kind}{number}" for number in store.orders for kind in ("orders/", "shop/orders/")]
    paths += [f"/products/{number}" for number in store.products]
    paths += [f"/shop/products/{one.id}" for one in store.products.values() if one.status == "ACTIVE"]
    with running(World(store)) as url, requests.Session() as session:
        for path in paths:
            answer = session.get(url + path, timeout=240)
            assert answer.status_code == 200, path
            assert "<script" not in answer.text
            assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
            assert 'name="viewport"' in answer.text
            assert " style=" not in answer.text and "<style" not in answer.text


def test_titles_are_escaped(store: Store, visitor: Visitor) -> None:
    product(store, "<script>alert(1)</script>", handle="bad")
    visitor.get("/products")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in visitor.page
    visitor.get("/products?refused=%3Cb%3Eboo%3C/b%3E&q=%22%3E%3Cb%3E")
    assert "<b>" not in visitor.page


@pytest.mark.parametrize(
    "path", ["/orders/1", "/orders/x", "/orders/%C2%B2", "/products/1", "/shop/products/1", "/shop/orders/-1"]
)
def test_what_is_not_there(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 404
    assert "There is no" in visitor.words


def test_wild_page_numbers_show_the_nearest_page(visitor: Visitor) -> None:
    for number in ("0", "99999999999", "x", "-1"):
        assert visitor.get(f"/orders?page={number}").status_code == 200
        assert "#1001" in visitor.words


def test_long_lists_come_in_pages(store: Store, visitor: Visitor) -> None:
    for number in range(60):
        product(store, f"Sock {number:02}", handle=f"sock-{number}")
    visitor.get("/products?q=sock")
    assert "Page 1 of 2" in visitor.words
    assert "Sock 49" in visitor.words and "Sock 50" not in visitor.words
    visitor.get("/products?q=sock&page=2")
    assert "Sock 50" in visitor.words


def test_forms_of_other_sites_are_refused(visitor: Visitor, order: Order) -> None:
    address = f"{visitor.url}/orders/{order.id}/archive"
    refused = requests.post(address, headers={"Sec-Fetch-Site": "cross-site"}, timeout=240)
    assert refused.status_code == 403
    assert not order.closed
    assert requests.post(address, headers={"Sec-Fetch-Site": "same-origin"}, timeout=240).status_code == 200
    assert order.closed


def test_style_and_links(visitor: Visitor) -> None:
    style = visitor.get("/style.css")
    assert style.headers["Content-Type"].startswith("text/css")
    assert "@media (max-width: 40rem)" in style.text
    visitor.get("/")
    for path in ("/orders", "/products", "/stock", "/webhooks", "/shop"):
        assert f'href="{path}"' in visitor.page
        assert visitor.get(path).status_code == 200
        visitor.get("/")


def test_html_is_escaped_unless_it_is_html() -> None:
    assert el("p", "a<b", Html("<i>x</i>"), None, 3, ["&"]) == "<p>a&lt;b<i>x</i>3&amp;</p>"
    assert el("input", value='"', checked=True, disabled=False, name=None) == '<input value="&quot;" checked>'
    assert el("td", data_label="A", class_="x") == '<td data-label="A" class="x"></td>'
    assert join("\ud83d") == "?"
