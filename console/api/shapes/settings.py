"""Shapes of shops, calendars and targets of alerts.

No secret ever comes out.
"""

from datetime import datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from console.api.fields import Body, Moment, Reason, Text
from console.settings.shops import Shown
from jobs.models import Alert, AlertTarget, Exclusion, ExclusionCalendar


class ShopOut(Schema):
    """`scopes`: what the token in use, had at `since`, may do. `status` null: not connected."""

    id: int
    domain: str
    name: str
    store: str
    time_zone: str
    currency: str
    is_active: bool
    status: str | None
    message: str
    scopes: list[str]
    since: datetime | None


class SpanOut(Schema):
    """From `starts_at` up to but without `ends_at`."""

    id: int
    starts_at: datetime
    ends_at: datetime
    reason: str


class CalendarOut(Schema):
    """`closed`: spans that are not over."""

    id: int
    name: str
    closed: list[SpanOut]


class CalendarIn(Body):
    name: Text = Field(min_length=1, max_length=100)


class SpanIn(Body):
    start: Moment
    end: Moment
    reason: Reason = Field(max_length=200)


class AlertOut(Schema):
    """`closed_at` null: it lasts."""

    id: int
    rule: str
    subject: str
    text: str
    opened_at: datetime
    closed_at: datetime | None


class TargetOut(Schema):
    """`rules` empty = all of them."""

    id: int
    name: str
    kind: str
    address: str
    rules: list[str]
    enabled: bool


class TargetIn(Body):
    """`secret` signs what a webhook gets; it is kept encrypted."""

    name: Text = Field(min_length=1, max_length=100)
    kind: Literal["email", "webhook"]
    address: Text = Field(min_length=1, max_length=500)
    rules: list[Literal["dead", "failed_records", "missed", "too_slow", "silent", "webhooks", "privacy"]] = Field(
        [], max_length=10
    )
    secret: Text = Field("", max_length=200)


class SwitchTargetIn(Body):
    enabled: bool


def shop_out(one: Shown) -> ShopOut:
    shop, connection = one.shop, one.connection
    same = {name: getattr(shop, name) for name in ("domain", "name", "time_zone", "currency", "is_active")}
    return ShopOut(
        id=shop.pk,
        store=shop.store.name,
        status=connection.status if connection else None,
        message=connection.message if connection else "",
        scopes=one.scopes,
        since=one.since,
        **same,
    )


def span_out(span: Exclusion) -> SpanOut:
    return SpanOut(id=span.pk, starts_at=span.starts_at, ends_at=span.ends_at, reason=span.reason)


def calendar_out(calendar: ExclusionCalendar, spans: list[Exclusion]) -> CalendarOut:
    return CalendarOut(id=calendar.pk, name=calendar.name, closed=[span_out(span) for span in spans])


def alert_out(alert: Alert) -> AlertOut:
    same = ("rule", "subject", "text", "opened_at", "closed_at")
    return AlertOut(id=alert.pk, **{name: getattr(alert, name) for name in same})


def target_out(target: AlertTarget) -> TargetOut:
    same = ("name", "kind", "address", "rules", "enabled")
    return TargetOut(id=target.pk, **{name: getattr(target, name) for name in same})
