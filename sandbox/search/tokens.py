"""Cuts a search text into its signs and words."""

from collections.abc import Iterator
from dataclasses import dataclass

_QUOTES = "'\""
_ENDS = frozenset(" \t\r\n():")


@dataclass(frozen=True)
class Token:
    """Holds a sign or a word; a field carries its comparison.

    kind: "(" | ")" | "-" | "AND" | "OR" | "NOT" | "field" | "word".
    """

    kind: str
    text: str = ""
    comparison: str = ""
    quoted: bool = False


def tokens(text: str) -> Iterator[Token]:
    """Cuts the text; an unquoted value ends at a colon.

    So an unquoted time falls apart into strange fields.
    """
    at = 0
    while at < len(text):
        sign = text[at]
        if sign.isspace() or sign == ":":
            at += 1
        elif sign in "()":
            yield Token(sign)
            at += 1
        elif sign == "-" and at + 1 < len(text) and not text[at + 1].isspace():
            yield Token("-")
            at += 1
        else:
            token, at = _word(text, at)
            yield token


def _word(text: str, at: int) -> tuple[Token, int]:
    """Reads a word, quoted value or field name, and the place after."""
    if text[at] in _QUOTES:
        value, after = _quoted(text, at)
        return Token("word", value, quoted=True), after
    end = at
    while end < len(text) and text[end] not in _ENDS:
        end += 1
    word = text[at:end]
    if end < len(text) and text[end] == ":":
        comparison, after = _comparison(text, end + 1)
        return Token("field", word, comparison), after
    return Token(word if word in ("AND", "OR", "NOT") else "word", word), end


def _comparison(text: str, at: int) -> tuple[str, int]:
    for sign in (">=", "<=", ">", "<"):
        if text.startswith(sign, at):
            return sign, at + len(sign)
    return "", at


def _quoted(text: str, at: int) -> tuple[str, int]:
    """Reads quotes; a backslash takes the next sign as it is.

    Quotes left open run to the end.
    """
    quote, at = text[at], at + 1
    value: list[str] = []
    while at < len(text) and text[at] != quote:
        if text[at] == "\\" and at + 1 < len(text):
            at += 1
        value.append(text[at])
        at += 1
    return "".join(value), at + 1
