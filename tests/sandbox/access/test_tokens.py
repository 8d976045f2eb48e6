"""Tokens: who they open the shop for, until when."""

from datetime import timedelta

from sandbox.access.apps import ALL_SCOPES, CLIENT_ID, STATIC_TOKEN
from sandbox.access.caller import Caller
from sandbox.access.tokens import Access
from sandbox.admin_api.types.visible_orders import hides
from tests.sandbox.shops import NOW, empty_store

HOUR = timedelta(hours=1)


def access() -> Access:
    return Access(empty_store().clock)


def test_the_static_token_opens_everything_for_ever() -> None:
    made = access()
    made.clock.advance(10**9)
    assert made.caller(STATIC_TOKEN) == Caller(CLIENT_ID, ALL_SCOPES, 2)


def test_unknown_and_revoked_tokens_open_nothing() -> None:
    made = access()
    assert made.caller("") is None
    assert made.caller("shpat_other") is None
    assert made.revoke(STATIC_TOKEN)
    assert not made.revoke(STATIC_TOKEN)
    assert made.caller(STATIC_TOKEN) is None


def test_a_token_ends_on_the_second() -> None:
    made = access()
    token, refresh = made.give(CLIENT_ID, HOUR)
    assert refresh == ""
    made.clock.advance(3599)
    assert made.caller(token) is not None
    made.clock.advance(1)
    assert made.caller(token) is None


def test_the_refresh_token_before_lives_until_the_new_token_is_used() -> None:
    made = access()
    _, first = made.give(CLIENT_ID, HOUR, HOUR)
    token, _ = made.give(CLIENT_ID, HOUR, HOUR, replacing=first)
    assert made.refreshable(CLIENT_ID, first)
    assert made.caller(token) is not None
    assert not made.refreshable(CLIENT_ID, first)


def test_refresh_tokens_end_and_belong_to_one_app() -> None:
    made = access()
    _, refresh = made.give(CLIENT_ID, HOUR, HOUR)
    assert not made.refreshable("other", refresh)
    made.clock.advance(3600)
    assert not made.refreshable(CLIENT_ID, refresh)


def test_a_code_works_once() -> None:
    made = access()
    code = made.give_code(CLIENT_ID, HOUR)
    assert made.spend_code(CLIENT_ID, code)
    assert not made.spend_code(CLIENT_ID, code)
    late = made.give_code(CLIENT_ID, HOUR)
    made.clock.advance(3600)
    assert not made.spend_code(CLIENT_ID, late)


def test_all_given_tokens_can_be_ended_at_once() -> None:
    made = access()
    token, _ = made.give(CLIENT_ID, None)
    assert made.expire_all() == 1
    assert made.caller(token) is None
    assert made.caller(STATIC_TOKEN) is not None


def test_other_scopes_from_now_on() -> None:
    made = access()
    made.change_app(scopes=["read_orders"], customer_data=1)
    assert made.caller(STATIC_TOKEN) == Caller(CLIENT_ID, frozenset({"read_orders"}), 1)


def test_old_orders_are_hidden_without_read_all_orders() -> None:
    some = Caller(CLIENT_ID, frozenset({"read_orders"}))
    old = NOW - timedelta(days=60, seconds=1)
    assert hides(some, old, NOW)
    assert not hides(some, NOW - timedelta(days=60), NOW)
    assert not hides(Caller(CLIENT_ID, ALL_SCOPES), old, NOW)


def test_secrets_are_not_shown() -> None:
    assert "sandbox-secret" not in repr(access().app(CLIENT_ID))
