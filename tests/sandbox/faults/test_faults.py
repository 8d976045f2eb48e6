"""Reading faults, and when they strike."""

import pytest

from sandbox.faults.fault import BadFault
from sandbox.faults.faults import Faults
from sandbox.faults.kinds import KINDS
from sandbox.faults.request_faults import facts_of
from sandbox.graphql.errors import TopLevel


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ("throttled", 'A fault is an object like {"kind": "throttled"'),
        ({}, "kind: None is unknown; known are throttled, too_many_requests"),
        ({"kind": "fire"}, "kind: 'fire' is unknown"),
        ({"kind": "throttled", "times": -1}, "times: -1 is not a count"),
        ({"kind": "throttled", "times": True}, "times: True is not a count"),
        ({"kind": "throttled", "after": "two"}, "after: 'two' is not a count"),
        ({"kind": "throttled", "probability": 0}, "probability: 0 is not above 0 and at most 1"),
        ({"kind": "throttled", "probability": 1.5}, "probability: 1.5 is not above 0"),
        ({"kind": "throttled", "match": "orders"}, "match: expected an object of texts"),
        ({"kind": "throttled", "match": {"field": "Order.email"}}, "match.field: throttled can be narrowed to root or"),
        ({"kind": "slow", "second": 1}, "second: unknown setting of slow; its settings: seconds"),
        ({"kind": "slow", "seconds": "1"}, "seconds: '1' is not of the kind of 1.0"),
        ({"kind": "slow", "seconds": -1.0}, "seconds: -1.0 is below zero"),
        ({"kind": "cut_after", "seconds": 1}, "seconds: unknown setting of cut_after; its settings: none"),
        ({"kind": "bulk_failed", "partial": "yes"}, "partial: 'yes' is not of the kind of False"),
    ],
)
def test_a_bad_fault_is_refused_with_what_is_wrong(told: object, sentence: str) -> None:
    with pytest.raises(BadFault) as refused:
        Faults().plant(told)
    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_planted_with_its_own_settings(kind: str) -> None:
    planted = Faults().plant({"kind": kind, **KINDS[kind].settings})
    assert planted.as_json() | KINDS[kind].settings == planted.as_json()


def test_a_failed_operation_may_lack_its_code() -> None:
    assert Faults().plant({"kind": "bulk_failed", "error_code": None}).settings["error_code"] is None


def test_it_strikes_as_often_as_told_after_letting_some_pass() -> None:
    faults = Faults()
    faults.plant({"kind": "throttled", "times": 2, "after": 1})
    struck = [faults.strike("throttled") is not None for _ in range(5)]
    assert struck == [False, True, True, False, False]
    assert faults.as_json()["hits"] == {"throttled": 2}


def test_null_times_never_end() -> None:
    faults = Faults()
    faults.plant({"kind": "throttled", "times": None})
    assert all(faults.strike("throttled") for _ in range(50))


def test_it_strikes_only_what_it_was_narrowed_to() -> None:
    faults = Faults()
    faults.plant({"kind": "cut_after", "match": {"root": "tagsAdd"}})
    assert faults.strike("cut_after", root="orders") is None
    assert faults.strike("cut_before", root="tagsAdd") is None
    assert faults.strike("cut_after", root="tagsAdd", operation="Any") is not None


def test_a_probability_is_kept_to_and_drawn_from_the_seed() -> None:
    def hits(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.plant({"kind": "throttled", "times": None, "probability": 0.5})
        return [faults.strike("throttled") is not None for _ in range(400)]

    assert 150 < sum(hits(1)) < 250
    assert hits(1) == hits(1) != hits(2)


def test_clearing_starts_the_chances_anew() -> None:
    faults = Faults()

    def hits() -> list[bool]:
        faults.clear()
        faults.plant({"kind": "throttled", "times": None, "probability": 0.5})
        return [faults.strike("throttled") is not None for _ in range(20)]

    assert hits() == hits()


def test_clearing_removes_faults_and_hits_and_revives_tokens() -> None:
    faults = Faults()
    faults.plant({"kind": "access_denied", "times": None})
    faults.strike("access_denied")
    faults.dead_tokens.add("token")
    assert not faults.quiet
    faults.clear()
    assert faults.as_json() == {"planted": [], "hits": {}}
    assert faults.quiet
    assert not faults.denied_fields


def test_a_denied_field_says_what_it_needs() -> None:
    faults = Faults()
    faults.plant({"kind": "access_denied", "match": {"field": "Order.email"}, "scope": "read_customers"})
    faults.check_field("Order", "name")
    with pytest.raises(TopLevel, match="Access denied for email field") as denied:
        faults.check_field("Order", "email")
    assert denied.value.extensions["requiredAccess"] == "`read_customers` access scope."


@pytest.mark.parametrize(
    ("body", "facts"),
    [
        (b'{"query": "query Some { orders(first: 1) { nodes { id } } }"}', {"operation": "Some", "root": "orders"}),
        (b'{"query": "{ shop { id } }"}', {"operation": "", "root": "shop"}),
        (
            b'{"query": "query A { shop { id } } query B { job { id } }", "operationName": "B"}',
            {"operation": "B", "root": "job"},
        ),
        (b"not json", {}),
        (b'{"query": "{"}', {}),
        (b"[]", {}),
    ],
)
def test_facts_are_read_from_the_body(body: bytes, facts: dict[str, str]) -> None:
    assert facts_of(body) == facts
