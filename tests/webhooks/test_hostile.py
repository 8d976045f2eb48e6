"""Whatever is signed and sent: no 5xx, no row that never ends, and a reason on every refusal."""

import hashlib
import json
import random

import pytest
from django.db.models.functions import Now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.storm import inbox
from bench.storm.bodies import BODIES
from bench.storm.mutating import ALONE, mutated
from jobs.models import State
from oms.models import Shop
from shopify_client import retry
from tests import receiver
from tests.selection import examples
from tests.webhooks.support import headers, row, stored
from webhooks import wake
from webhooks.intake.writer import commit
from webhooks.models import ComplianceRequest, WebhookEvent
from webhooks.processing.handle import drain
from webhooks.topics import BY_NAME, TOPICS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("receiver")]
ENDED = {State.DONE, State.DEAD, State.IGNORED}
UNREACHED = "The connection to Shopify failed"


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wake, "drain", lambda: True)
    monkeypatch.setattr(retry, "ATTEMPTS", 1)  # nobody is there to ask, however often


def offline() -> list[str]:
    """Topics whose handlers ask nobody: here there is nobody to ask."""
    return [topic.name for topic in TOPICS if not topic.handler.asks]


def check() -> None:
    """Every row has ended, and where nothing was done it says why. One that is tried again was asked of Shopify."""
    for _ in range(3):
        drain()
    left = WebhookEvent.objects.exclude(state__in=ENDED)
    assert list(left.filter(topic__in=offline()).values_list("topic", "error")) == []
    assert list(left.exclude(error__startswith=UNREACHED).values_list("topic", "error")) == []
    told = inbox.outcomes()
    assert (told.silent, told.crashes) == (0, {})


def test_there_are_sixty_of_them() -> None:
    assert len(BODIES) >= 60


@pytest.mark.parametrize("topic", [topic for topic in BY_NAME if topic != "app/uninstalled"])
def test_hand_made(shop: Shop, topic: str) -> None:
    codes = {}
    for name, body in BODIES.items():
        answer = receiver.post(body, headers(body, topic))
        codes[name] = answer.status_code
    assert set(codes.values()) == {200}, {name: code for name, code in codes.items() if code != 200}
    assert WebhookEvent.objects.count() == len(BODIES)
    if topic in offline():
        check()
        wrong = ("NaN", "five thousand digits", "very deep lists", "UTF-16", "byte order mark", "truncated text")
        for name in wrong:
            event = WebhookEvent.objects.get(digest=hashlib.sha256(BODIES[name]).digest())
            assert event.state == State.DEAD and event.error, name
        deep = WebhookEvent.objects.get(digest=hashlib.sha256(BODIES["very deep lists"]).digest())
        assert deep.error == "The body is no JSON: it is nested too deeply"


@pytest.mark.parametrize("reason", ["KeyError: 'id'", "The body is no JSON: RecursionError: too deep"])
def test_the_name_of_a_python_error_is_noticed_wherever_it_stands(shop: Shop, reason: str) -> None:
    event = stored(shop, "products/delete", b"{")
    told = {"state": State.DEAD, "finished_at": Now(), "error": reason}
    WebhookEvent.objects.filter(pk=event.pk).update(**told)
    assert inbox.outcomes().crashes == {reason: 1}
    WebhookEvent.objects.update(error="Shopify said: error in Errors of the shop")
    assert inbox.outcomes().crashes == {}


@pytest.mark.costly("keeps and works off hundreds of bodies")
@settings(max_examples=examples(12, of=40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_mutated(shop: Shop, seed: int) -> None:
    """Each example is fifty bodies, kept and worked off together."""
    chance = random.Random(seed)
    ComplianceRequest.objects.all().delete()
    WebhookEvent.objects.all().delete()
    topics = [chance.choice(list(ALONE)) for _ in range(50)]
    assert commit([row(shop, topic, mutated(ALONE[topic], chance)) for topic in topics]) == 50
    check()


def test_a_valid_body_under_another_topic_does_nothing(shop: Shop) -> None:
    pairs = [
        (json.dumps(sample).encode(), other) for topic, sample in ALONE.items() for other in ALONE if other != topic
    ]
    assert commit([row(shop, other, body) for body, other in pairs]) == len(pairs)
    check()
    assert not ComplianceRequest.objects.exists()
    assert set(WebhookEvent.objects.values_list("state", flat=True)) == {State.DEAD}


def test_five_hundred_replays_under_new_ids_do_nothing(shop: Shop) -> None:
    body = json.dumps(ALONE["customers/data_request"]).encode()
    for _ in range(500):
        told = headers(body, "customers/data_request")
        assert receiver.post(body, told).status_code == 200
    check()
    assert ComplianceRequest.objects.count() == 1
    assert WebhookEvent.objects.filter(state=State.DONE).count() == 1
