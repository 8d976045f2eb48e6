"""Shopify is asked through one module, which makes the answer's texts fit for the database."""

import ast

import pytest

from tests.architecture.tree import ROOT, product_files

HOME = "integrations/shopify/ask.py"
# Writes a document's text into the bulk operation that it starts; what comes of that is a file, parsed and cleaned.
TEXTS = "integrations/shopify/bulk_load/request.py"
_MODULES = {"shopify_client.documents", "shopify_client.pages.nodes"}


def asks(source: str) -> bool:
    """Whether it takes a document up, pages through one, or calls a client itself."""
    return any(_asks(node) for node in ast.walk(ast.parse(source)))


def _asks(node: ast.AST) -> bool:
    match node:
        case ast.ImportFrom(module=str(module), names=names):
            named = {module, *(f"{module}.{alias.name}" for alias in names)}
            return bool(named & _MODULES) or module.startswith("shopify_client.documents.")
        case ast.Import(names=names):
            return any(alias.name.startswith("shopify_client.documents") for alias in names)
        case ast.Attribute(attr="nodes", value=ast.Name(id="pages")):
            return True
        case ast.Call(func=ast.Attribute(attr="execute", value=owner)):
            return "client" in ast.unparse(owner)
    return False


def test_nothing_else_asks() -> None:
    names = {path.relative_to(ROOT).as_posix(): path for path in product_files()}
    above = {name: path for name, path in names.items() if not name.startswith(("shopify_client/", "sandbox/"))}
    assert {name for name, path in above.items() if asks(path.read_text())} == {HOME, TEXTS}


@pytest.mark.parametrize(
    "planted",
    [
        "about = client.execute(document)",
        "client_for(shop).execute(document)",
        "self._client.execute(document)",
        "from shopify_client import documents",
        "from shopify_client.documents import load",
        "import shopify_client.documents as papers",
        "from shopify_client.pages import nodes",
        "from shopify_client import pages\npages.nodes(client, document, {})",
    ],
)
def test_a_second_way_is_noticed(planted: str) -> None:
    assert asks(planted)


@pytest.mark.parametrize("harmless", ["cursor.execute(sql)", "from shopify_client import pages\npages.every(read)"])
def test_other_calls_are_free(harmless: str) -> None:
    assert not asks(harmless)
