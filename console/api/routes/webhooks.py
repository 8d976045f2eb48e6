"""Calls about events, their replay, and a shop's subscriptions."""

from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router
from ninja.errors import HttpError
from pydantic import Field

from console.api.auth import caller, needs
from console.api.fields import BIGGEST, Body, Id, Reason, Text, only_known
from console.api.shapes.runs import Touched
from console.api.shapes.webhooks import EventOut, EventPage, PayloadOut, SubscriptionOut, event_out, subscription_out
from console.api.shops import shop_named, shop_needed
from console.lists.paging import BY_ID
from console.webhooks.topics import topic_rows
from integrations.text import readable
from webhooks import services
from webhooks.models import WebhookEvent
from webhooks.topics import BY_NAME, TOPICS, Topic

router = Router(tags=["webhooks"])
_LONG = ("body", "headers", "traceback", "digest")


class EventsWanted(Body):
    """`lane` is what an event is about, for example `order:5001`."""

    state: Literal["pending", "running", "done", "dead", "ignored"] | None = None
    topic: Text | None = None
    lane: Text | None = None
    shop: Text | None = None
    after: int = Field(BIGGEST, ge=1, le=BIGGEST, description="`next` of the page before")
    limit: int = Field(50, ge=1, le=500)


class IgnoreEventIn(Body):
    reason: Reason


class EventGroupIn(Body):
    """All dead events that died of the same."""

    fingerprint: Text


class IgnoreEventGroupIn(EventGroupIn):
    reason: Reason


class TopicIn(Body):
    shop: Text | None = None
    topic: Text


class SwitchTopicIn(TopicIn):
    wanted: bool


def _event(pk: int) -> EventOut:
    return event_out(WebhookEvent.objects.select_related("shop").defer(*_LONG).get(pk=pk))


@router.get("/events", response=EventPage, auth=needs("viewer"), summary="Events, newest first")
def list_events(request: HttpRequest, wanted: Query[EventsWanted]) -> EventPage:
    only_known(request, EventsWanted)
    found = WebhookEvent.objects.select_related("shop").defer(*_LONG)
    for name in ("state", "topic", "lane"):
        if value := getattr(wanted, name):
            found = found.filter(**{name: value})
    if wanted.shop:
        found = found.filter(shop=shop_named(wanted.shop))
    page = BY_ID.page(found, str(wanted.after), wanted.limit)
    return EventPage(events=[event_out(row) for row in page.rows], next=int(page.next) if page.next else None)


@router.get("/events/{pk}", response=EventOut, auth=needs("viewer"), summary="One event")
def get_event(request: HttpRequest, pk: Id) -> EventOut:
    return _event(pk)


@router.get("/events/{pk}/payload", response=PayloadOut, auth=needs("operator"), summary="What came, word for word")
def get_payload(request: HttpRequest, pk: Id) -> PayloadOut:
    """Customer data, hence the role."""
    event = WebhookEvent.objects.get(pk=pk)
    return PayloadOut(headers=event.headers, text=readable(bytes(event.body)))


@router.post("/events/{pk}/replay", response=EventOut, auth=needs("operator"), summary="Handle it again")
def replay(request: HttpRequest, pk: Id) -> EventOut:
    services.replay_event(pk, caller(request))
    return _event(pk)


@router.post("/events/{pk}/ignore", response=EventOut, auth=needs("operator"), summary="Set it aside, with a reason")
def ignore(request: HttpRequest, pk: Id, wanted: IgnoreEventIn) -> EventOut:
    services.ignore_event(pk, caller(request), wanted.reason)
    return _event(pk)


@router.post("/dead-groups/replay", response=Touched, auth=needs("operator"), summary="Handle all of a group again")
def replay_group(request: HttpRequest, wanted: EventGroupIn) -> Touched:
    return Touched(count=services.replay_events(wanted.fingerprint, caller(request)))


@router.post("/dead-groups/ignore", response=Touched, auth=needs("operator"), summary="Set all of a group aside")
def ignore_group(request: HttpRequest, wanted: IgnoreEventGroupIn) -> Touched:
    return Touched(count=services.ignore_events(wanted.fingerprint, caller(request), wanted.reason))


@router.get("/subscriptions", response=list[SubscriptionOut], auth=needs("viewer"), summary="Every topic of a shop")
def list_subscriptions(request: HttpRequest, shop: Text | None = None) -> list[SubscriptionOut]:
    """Wanted against present; the three topics of privacy law need no subscription and are left out."""
    topics = [topic for topic in TOPICS if topic.by_api]
    return [subscription_out(row) for row in topic_rows(shop_needed(shop), topics)]


def _topic(wanted: TopicIn) -> Topic:
    topic = BY_NAME.get(wanted.topic)
    if topic is None:
        raise HttpError(404, "There is no such topic.")
    return topic


def _subscription(wanted: TopicIn) -> SubscriptionOut:
    return subscription_out(topic_rows(shop_needed(wanted.shop), [_topic(wanted)])[0])


@router.post(
    "/subscriptions", response=SubscriptionOut, auth=needs("operator"), summary="Subscribe to a topic, or end it"
)
def switch_topic(request: HttpRequest, wanted: SwitchTopicIn) -> SubscriptionOut:
    """The shop is asked at once. 409 when it did not do it: then it stays wanted, and the hourly job asks again."""
    change = services.subscribe if wanted.wanted else services.unsubscribe
    change(shop_needed(wanted.shop), wanted.topic, caller(request))
    return _subscription(wanted)


@router.post(
    "/subscriptions/seen", response=SubscriptionOut, auth=needs("operator"), summary="Shopify's removal was seen"
)
def removal_seen(request: HttpRequest, wanted: TopicIn) -> SubscriptionOut:
    """409 when nothing was removed, or when its removal was seen already."""
    services.acknowledge_removal(shop_needed(wanted.shop), _topic(wanted).name, caller(request))
    return _subscription(wanted)
