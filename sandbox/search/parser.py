"""Parses a search text into its tree.

AND binds tighter than OR; two terms side by side are joined by AND.
"""

from sandbox.search.terms import And, Not, Or, Term, Tree
from sandbox.search.tokens import Token, tokens

_END = Token("end")


def parse(text: str) -> Tree | None:
    """Parses the text, None when it asks for nothing. Never fails.

    What makes no sense is left out.
    """
    return _Parser(list(tokens(text))).whole()


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self.found = found
        self.at = 0

    @property
    def here(self) -> Token:
        return self.found[self.at] if self.at < len(self.found) else _END

    def whole(self) -> Tree | None:
        parts: list[Tree] = []
        while self.here.kind != "end":
            part = self.either()
            if part is not None:
                parts.append(part)
            elif self.here.kind != "end":
                self.at += 1  # a bracket that nothing opened
        return _joined(And, parts)

    def either(self) -> Tree | None:
        parts = [part for part in [self.all_of()] if part is not None]
        while self.here.kind == "OR":
            self.at += 1
            part = self.all_of()
            if part is not None:
                parts.append(part)
        return _joined(Or, parts)

    def all_of(self) -> Tree | None:
        parts: list[Tree] = []
        while self.here.kind not in ("OR", ")", "end"):
            if self.here.kind == "AND":
                self.at += 1
                continue
            part = self.one()
            if part is not None:
                parts.append(part)
        return _joined(And, parts)

    def one(self) -> Tree | None:
        token = self.here
        self.at += 1
        if token.kind in ("-", "NOT"):
            part = self.one() if self.here.kind not in ("OR", "AND", ")", "end") else None
            return None if part is None else Not(part)
        if token.kind == "(":
            inner = self.either()
            if self.here.kind == ")":
                self.at += 1
            return inner
        if token.kind == "field":
            return self.of_field(token)
        return Term(None, token.text, quoted=token.quoted)

    def of_field(self, field: Token) -> Tree | None:
        """Reads a field with its value; without one it asks for nothing."""
        minus = ""
        if self.here.kind == "-":  # a negative number
            self.at += 1
            minus = "-"
        token = self.here
        if token.kind not in ("word", "field"):
            return None
        self.at += 1  # a:b:c has no quotes: b is the value, and what follows is read as if it stood alone
        return Term(field.text, minus + token.text, field.comparison, token.quoted)


def _joined(how: type[And] | type[Or], parts: list[Tree]) -> Tree | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    return how(tuple(parts))
