"""Shapes of schedules and pauses."""

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from console.api.fields import Body, Id, Moment, Parameters, Reason, Text
from jobs.engine.schedule_words import describe
from jobs.models import Pause, Schedule
from jobs.services.schedule_settings import Settings


class ChosenIn(Body):
    """All an operator chooses; what is left out has its usual value.

    `when` in words: `every 15 minutes`, a cron line of five fields, `at 2026-12-24T06:00:00`.
    """

    when: Text
    zone: Text = "UTC"
    enabled: bool = True
    parameters: Parameters = {}
    overlap: Literal["skip", "queue_one", "queue_all", "cancel", "allow"] = "skip"
    catch_up: Literal["latest", "all", "none"] = "latest"
    catch_up_hours: int = Field(24, ge=0, le=24 * 366)
    gap: Literal["shift", "skip"] = "shift"
    spread_seconds: int = Field(0, ge=0, le=86_400)
    pause_after_failures: int = Field(0, ge=0, le=1000)
    calendar: Text = ""

    def settings(self) -> Settings:
        return Settings(**self.dict())


class ScheduleIn(Body):
    """`revision` is the one the caller saw; another one is refused with 409."""

    job: Text
    shop: Text | None = None
    name: Text = Field("", max_length=100)
    revision: Id | None = None
    chosen: ChosenIn


class SwitchIn(Body):
    enabled: bool


class PauseIn(Body):
    reason: Reason
    until: Moment | None = None


class HoldIn(PauseIn):
    job: Text = ""
    category: Text = ""
    shop: Text | None = None


class BackfillIn(Body):
    start: Moment
    end: Moment


class ScheduleOut(Schema):
    id: int
    job: str
    shop: str | None
    name: str
    revision: int
    chosen: dict[str, Any]
    paused_at: datetime | None
    paused_until: datetime | None
    pause_reason: str
    paused_by: str
    skip_slot: datetime | None
    error: str


class PauseOut(Schema):
    id: int
    job: str
    category: str
    shop: str | None
    reason: str
    paused_by: str
    starts_at: datetime
    ends_at: datetime | None
    ended_by: str


def schedule_out(schedule: Schedule) -> ScheduleOut:
    same, pause = ("name", "revision", "skip_slot", "error"), schedule.pause
    return ScheduleOut(
        id=schedule.pk,
        job=schedule.key,
        shop=schedule.shop.domain if schedule.shop else None,
        chosen=describe(schedule),
        paused_at=pause.starts_at if pause else None,
        paused_until=pause.ends_at if pause else None,
        pause_reason=pause.reason if pause else "",
        paused_by=pause.paused_by if pause else "",
        **{name: getattr(schedule, name) for name in same},
    )


def pause_out(pause: Pause) -> PauseOut:
    same = ("category", "reason", "paused_by", "starts_at", "ends_at", "ended_by")
    return PauseOut(
        id=pause.pk,
        job=pause.key,
        shop=pause.shop.domain if pause.shop else None,
        **{name: getattr(pause, name) for name in same},
    )
