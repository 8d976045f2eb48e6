"""What lists are narrowed down to: read from an address, written back, nonsense left out."""

import pytest
from django.http import QueryDict

from console.lists.filters import Narrowing
from console.orders.filters import OrderFilters
from console.runs.filters import Filters
from console.webhooks.filters import EventFilters

EVERY = (Filters, EventFilters, OrderFilters)


@pytest.mark.parametrize("kind", EVERY)
def test_nonsense_counts_for_nothing(kind: type[Narrowing]) -> None:
    for query in ("", "state=x&status=x&category=x&origin=x&look=2", "shop=one&like=-1", f"shop={'9' * 19}", "new=1"):
        assert kind.of(QueryDict(query)) == kind()
        assert not kind.of(QueryDict(query)) and kind.of(QueryDict(query)).query == ""


@pytest.mark.parametrize(
    ("kind", "query"),
    [
        (Filters, "state=failed&category=orders&job=orders.new_orders&shop=7&origin=manual&who=ada&q=a%26b"),
        (EventFilters, "q=w-1&state=nothing&topic=orders%2Fpaid&shop=7"),
        (OrderFilters, "q=%231001&status=ORDER_APPROVED&look=1&like=12&shop=7"),
    ],
)
def test_what_is_known_comes_back_as_it_was(kind: type[Narrowing], query: str) -> None:
    found = kind.of(QueryDict(query))
    assert found and found.query == query


def test_what_is_typed_is_cut_and_trimmed() -> None:
    for kind, longest in ((Filters, 200), (EventFilters, 200), (OrderFilters, 100)):
        assert vars(kind.of(QueryDict(f"q=%20%00{'x' * 300}")))["q"] == "x" * longest
