"""Makes HTML out of values: whatever is not Html is escaped."""

from collections.abc import Iterable
from html import escape
from typing import TypeAlias

_VOID = frozenset({"br", "img", "input", "link", "meta"})


class Html(str):
    """Holds text that is HTML already."""

    __slots__ = ()


Content: TypeAlias = "str | int | Iterable[Content] | None"


def el(tag: str, *inside: Content, **attributes: str | int | bool | None) -> Html:
    """Makes an element; attributes that are None or False go.

    True stands alone; `class_` is class, `data_label` data-label.
    """
    written = "".join(_attribute(name, value) for name, value in attributes.items())
    if tag in _VOID:
        return Html(f"<{tag}{written}>")
    return Html(f"<{tag}{written}>{join(*inside)}</{tag}>")


def join(*inside: Content) -> Html:
    return Html("".join(_content(part) for part in inside))


def _content(part: Content) -> str:
    if part is None:
        return ""
    if isinstance(part, Html):
        return part
    if isinstance(part, str | int):
        return escape(_whole(str(part)))
    return "".join(_content(one) for one in part)


def _attribute(name: str, value: str | int | bool | None) -> str:
    if value is None or value is False:
        return ""
    shown = name.rstrip("_").replace("_", "-")
    return f" {shown}" if value is True else f' {shown}="{escape(_whole(str(value)))}"'


def _whole(text: str) -> str:
    """Replaces halves of surrogate pairs: UTF-8 can't send them."""
    return text.encode("utf-8", "replace").decode()
