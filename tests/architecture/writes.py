"""What a source writes to a model's rows, whatever the names in between."""

import ast
import re
from collections.abc import Callable, Iterator

from tests.architecture.tree import PACKAGES, ROOT

LOOKING = {"filter", "exclude", "get", "Q", "values", "values_list", "aggregate", "annotate", "When"}
CREATING = {"create", "bulk_create", "get_or_create", "update_or_create", "acreate", "abulk_create"}


def sources() -> dict[str, str]:
    """By its name, each file of the product that holds Python or SQL: no sandbox, no migrations."""
    found = [path for package in PACKAGES for kind in ("*.py", "*.sql") for path in (ROOT / package).rglob(kind)]
    names = {path.relative_to(ROOT).as_posix(): path for path in found if "migrations" not in path.parts}
    return {name: path.read_text() for name, path in names.items() if not name.startswith("sandbox/")}


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def texts(tree: ast.AST) -> Iterator[str]:
    return (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def columns(call: ast.Call) -> dict[str, ast.expr | None]:
    """What a call names: its keywords, the keys of `**{...}`, the texts of its lists (of columns)."""
    found: dict[str, ast.expr | None] = {}
    for keyword in call.keywords:
        if keyword.arg and keyword.arg not in ("fields", "update_fields"):
            found[keyword.arg] = keyword.value
        elif isinstance(keyword.value, ast.Dict):
            found |= {
                str(key.value): value
                for key, value in zip(keyword.value.keys, keyword.value.values, strict=True)
                if isinstance(key, ast.Constant)
            }
        else:
            found |= dict.fromkeys(texts(keyword.value))
    if name_of(call) in ("bulk_update", "setattr"):
        found |= dict.fromkeys(text for part in call.args for text in texts(part))
    return found


def about(tree: ast.AST, said: str) -> Callable[[ast.expr], bool]:
    """Tells whether an expression is about a model: it says so, or a name in it was set by one that does."""
    pattern = re.compile(said)
    held: set[str] = set()

    def concerns(node: ast.expr) -> bool:
        named = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
        return bool(pattern.search(ast.unparse(node)) or named & held)

    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if concerns(value):
                held.add(name)
            case ast.For(target=ast.Name(id=name), iter=value) if concerns(value):
                held.add(name)
    return concerns
