"""Draws the frame around every page."""

from typing import TYPE_CHECKING
from urllib.parse import quote

from sandbox.http.messages import Request, Response
from sandbox.pages.html import Content, Html, el, join

if TYPE_CHECKING:
    from sandbox.world import World

_MERCHANT = (
    ("/", "Store"), ("/orders", "Orders"), ("/products", "Products"), ("/stock", "Stock"), ("/webhooks", "Webhooks"),
)  # fmt: skip
_POLICY = "default-src 'none'; style-src 'self'; img-src https: http: data:; form-action 'self'; frame-ancestors 'none'"


def page(world: "World", request: Request, title: str, *body: Content, status: int = 200) -> Response:
    """Draws a whole page, with the sentence from its address."""
    name = world.store.shop.name
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("title", f"{title} · {name} (sandbox)"),
        el("link", rel="stylesheet", href="/style.css"),
        el("link", rel="icon", href="data:,"),
    )
    links = el("nav", _links("Merchant", _MERCHANT, request), _links("Customer", (("/shop", "Shop"),), request))
    main = el("main", _message(request), el("h1", title), *body)
    whole = el("html", head, el("body", el("header", el("strong", name), links), main), lang="en")
    return Response(
        status,
        f"<!doctype html>{whole}".encode(),
        {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": _POLICY, "Cache-Control": "no-store"},
    )


def missing(world: "World", request: Request, what: str) -> Response:
    return page(world, request, "Not found", el("p", f"There is no {what} in this store."), status=404)


def back_to(path: str, **message: str) -> Response:
    """After a form: shows that page with a sentence on top."""
    words = "&".join(f"{kind}={quote(text)}" for kind, text in message.items())
    return Response.see(f"{path}?{words}" if words else path)


def _links(who: str, links: tuple[tuple[str, str], ...], request: Request) -> Html:
    here = "/" + request.path.strip("/").partition("/")[0]
    shown = [el("a", name, href=path, aria_current="page" if path == here else None) for path, name in links]
    return el("span", el("small", who), *shown)


def _message(request: Request) -> Html:
    told, refused = request.query.get("told"), request.query.get("refused")
    return join(
        el("p", told, class_="told", role="status") if told else None,
        el("p", refused, class_="refused", role="alert") if refused else None,
    )
