"""By keyboard alone, wide and at 360 px: who is told of trouble, and who may come in."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from console.frame.roles import grant
from jobs.models import AlertTarget, AuditLog
from tests.browser.conftest import NARROW_TOO, WIDE, Visit
from tests.browser.hands import Hands

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("width", [WIDE, NARROW_TOO])]


@pytest.fixture(autouse=True)
def _an_admin(person: User) -> None:
    grant(person, "admin")


def audited() -> list[str]:
    return list(AuditLog.objects.filter(actor_name="ada").order_by("id").values_list("action", flat=True))


def test_somebody_is_told_silenced_and_taken_off(visit: Visit, width: int) -> None:
    at = visit(width=width)
    page, hands = at.open("/settings/alerts/"), Hands(at)
    hands.write("Name", "On call")
    hands.choose("Kind", "E-mail")
    hands.write("Address", "oncall@example.com")
    hands.press("checkbox", "Failed runs", key="Space")
    hands.press("button", "Add")
    at.reads("On call will be told.", page.locator("#notes"))
    made = AlertTarget.objects.get()
    assert (made.name, made.kind, made.address, made.rules) == ("On call", "email", "oncall@example.com", ["dead"])
    switch = hands.named("switch", "Tell On call")
    hands.press("switch", "Tell On call", key="Space")
    at.reads("On call is told nothing for now.", page.locator("#notes"))
    expect(switch).not_to_be_checked()
    made.refresh_from_db()
    assert not made.enabled
    hands.press("button", "Remove On call")
    at.reads("On call is not told any more.", page.locator("#notes"))
    assert not AlertTarget.objects.exists()
    assert audited() == ["alert_target.created", "alert_target.changed", "alert_target.deleted"]


def test_somebody_is_let_in_gets_another_role_and_is_locked_out(visit: Visit, width: int) -> None:
    at = visit(width=width)
    page, hands = at.open("/settings/users/"), Hands(at)
    hands.write("Username", "bob")
    hands.choose("Role", "Viewer")
    hands.write("Password", "a staple for the battery")
    hands.press("button", "Let in")
    at.reads("bob may come in as viewer.", page.locator("#notes"))
    bob = User.objects.get(username="bob")
    assert bob.check_password("a staple for the battery")
    hands.choose("Role of bob", "Operator")
    row = page.get_by_role("listitem").filter(has_text="bob")
    hands.press("checkbox", "may come in", row, key="Space")
    hands.press("button", "Save bob")
    at.reads("bob is operator, and may not come in any more.", page.locator("#notes"))
    bob = User.objects.get(username="bob")
    assert (bob.groups.get().name, bob.is_active) == ("operator", False)
    assert audited() == ["user.created", "user.changed"]
