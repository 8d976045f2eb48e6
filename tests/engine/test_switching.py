"""One switch: the card's default the first time, the operator's own choice ever after."""

from collections.abc import Iterator

import pytest

from jobs import checks, registry
from jobs.audit import Actor
from jobs.definition import JobDefinition
from jobs.engine.schedule_words import describe
from jobs.models import AuditLog, Schedule
from jobs.services import NotPossible
from jobs.services.schedules import Settings, save_schedule
from jobs.services.switch_job import switch_off, switch_on
from oms.models import ProductStore, Shop
from tests.engine.support import definition

pytestmark = pytest.mark.django_db
ANNA = Actor("anna")
NIGHTLY = definition(lambda run, parameters: None, schedules=("0 2 * * *",), default="0 2 * * *")
BY_HAND = definition(lambda run, parameters: None, key="miscellaneous.by_hand", name="By hand")


@pytest.fixture(autouse=True)
def jobs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    cards: dict[str, JobDefinition] = {card.key: card for card in (NIGHTLY, BY_HAND)}
    monkeypatch.setattr(registry, "_index", lambda: cards)
    yield


def test_the_first_time_it_is_the_cards_default_in_the_shops_zone() -> None:
    store = ProductStore.objects.create(name="One")
    shop = Shop.objects.create(domain="one.myshopify.com", store=store, time_zone="Europe/Berlin")
    told = describe(switch_on(NIGHTLY.key, shop, ANNA))
    assert (told["when"], told["zone"], told["enabled"]) == ("0 2 * * *", "Europe/Berlin", True)
    assert AuditLog.objects.get().action == "schedule.created"


def test_off_and_on_again_keeps_the_operators_choice() -> None:
    switch_on(NIGHTLY.key, None, ANNA)
    save_schedule(NIGHTLY.key, None, Settings("every 15 minutes"), ANNA)
    assert not switch_off(NIGHTLY.key, None, ANNA).periodic_task.enabled
    assert describe(switch_on(NIGHTLY.key, None, ANNA))["when"] == "every 15 minutes"
    assert Schedule.objects.count() == 1


def test_a_job_without_a_default_says_so() -> None:
    with pytest.raises(NotPossible, match="By hand has no schedule of its own"):
        switch_on(BY_HAND.key, None, ANNA)
    with pytest.raises(NotPossible, match="no schedule to switch off"):
        switch_off(BY_HAND.key, None, ANNA)


def test_a_card_that_offers_what_cannot_be_read_is_refused_by_the_check() -> None:
    card = definition(lambda run, parameters: None, schedules=("every now and then",), default="every now and then")
    assert [message.id for message in checks._card(card)] == ["jobs.E008"]
