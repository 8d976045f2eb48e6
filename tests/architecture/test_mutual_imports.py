"""No two modules or packages that stand side by side import each other."""

import grimp
import pytest

from tests.architecture.tree import PACKAGES

# What a type checker alone imports binds nothing at run time.
GRAPH = grimp.build_graph(*PACKAGES, exclude_type_checking_imports=True, cache_dir=None)


def mutual(graph: grimp.ImportGraph, package: str) -> set[tuple[str, str]]:
    """Pairs of children of the package that import each other, or modules below each other."""
    arrows = set()
    for importer in graph.find_descendants(package):
        for imported in graph.find_modules_directly_imported_by(importer):
            if imported.startswith(f"{package}."):
                depth = package.count(".") + 1
                arrows.add((importer.split(".")[depth], imported.split(".")[depth]))
    return {(a, b) for a, b in arrows if a < b and (b, a) in arrows}


def packages(root: str) -> list[str]:
    """The root and every package below it."""
    return [root, *sorted(name for name in GRAPH.find_descendants(root) if GRAPH.find_children(name))]


@pytest.mark.parametrize("root", PACKAGES)
def test_nothing_imports_its_neighbour_back(root: str) -> None:
    assert {package: found for package in packages(root) if (found := mutual(GRAPH, package))} == {}


def test_a_planted_pair_is_noticed() -> None:
    graph = grimp.ImportGraph()
    for module in ("oms", "oms.orders", "oms.orders.move", "oms.inventory", "oms.inventory.ledger"):
        graph.add_module(module)
    graph.add_import(importer="oms.orders.move", imported="oms.inventory.ledger")
    assert mutual(graph, "oms") == set()
    graph.add_import(importer="oms.inventory.ledger", imported="oms.orders.move")
    assert mutual(graph, "oms") == {("inventory", "orders")}
