"""Draws pieces of pages: tables, forms and their fields."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from urllib.parse import urlencode

from sandbox.pages.html import Content, Html, el, join


def table(heads: Sequence[str], rows: Sequence[Sequence[Content]], *, empty: str, numbers: Sequence[str] = ()) -> Html:
    """Columns in `numbers` stand to the right.

    On a narrow screen each cell shows its column's name.
    """
    if not rows:
        return el("p", empty, class_="soft")
    sides = {head: "num" if head in numbers else None for head in heads}
    top = el("tr", *(el("th", head, scope="col", class_=sides[head]) for head in heads))
    body = [
        el("tr", *(el("td", cell, data_label=head, class_=sides[head]) for head, cell in zip(heads, row, strict=True)))
        for row in rows
    ]
    return el("table", el("thead", top), el("tbody", *body))


def form(action: str, *fields: Content, button: str, bad: bool = False) -> Html:
    send = el("button", button, type="submit", class_="bad" if bad else None)
    return el("form", *fields, send, method="post", action=action)


def folded(title: str, *inside: Content) -> Html:
    return el("details", el("summary", title), *inside)


def field(label: str, name: str, value: str | int = "", **more: str | int | bool | None) -> Html:
    return el("label", label, el("input", name=name, value=value, **more))


def count(label: str, name: str, value: int = 0, *, least: int = 0, most: int | None = None) -> Html:
    return field(label, name, value, type="number", min=least, max=most)


def area(label: str, name: str, value: str = "") -> Html:
    return el("label", label, el("textarea", f"\n{value}", name=name, rows=3, cols=40))


def choice(label: str, name: str, options: Sequence[tuple[str | int, str]], chosen: str | int = "") -> Html:
    shown = [el("option", text, value=value, selected=value == chosen) for value, text in options]
    return el("label", label, el("select", *shown, name=name))


def facts(*pairs: tuple[str, Content]) -> Html:
    """Facts without a value are left out."""
    return el("dl", *(join(el("dt", name), el("dd", value)) for name, value in pairs if value), class_="facts")


def badge(status: str) -> Html:
    return el("span", status.replace("_", " ").lower(), class_="badge")


def when(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else ""


def price(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:,.2f}"


def pages(path: str, number: int, last: int, **query: str) -> Html:
    """Draws links to the pages before and after, if any."""

    def link(text: str, to: int) -> Html | None:
        return el("a", text, href=f"{path}?{urlencode(query | {'page': str(to)})}") if 1 <= to <= last else None

    if last <= 1:
        return Html("")
    return el(
        "p", link("← Before", number - 1), f"Page {number} of {last}", link("After →", number + 1), class_="pages"
    )
