"""Saves a schedule from its form, and fills the form from it."""

from typing import Any

from console.schedule.form import ScheduleForm, fields_of
from jobs.audit import Actor
from jobs.definition import JobDefinition
from jobs.engine.due_slots import with_clock
from jobs.engine.schedule_words import when_of
from jobs.engine.when import parse
from jobs.models import AuditLog, Schedule
from jobs.services.schedules import Settings, save_schedule
from oms.models import Shop


def find(key: str, shop: Shop | None, name: str) -> Schedule | None:
    rows = with_clock().select_related("shop", "calendar")
    return rows.filter(key=key, shop=shop, name=name).first()


def initial(job: JobDefinition, shop: Shop | None, saved: Schedule | None) -> dict[str, Any]:
    """Fills the editor's fields before anything is typed."""
    zone = shop.time_zone if shop else "UTC"
    if saved is None:
        offered = job.default or (job.schedules[0] if job.schedules else "0 2 * * *")
        return {"zone": zone, **_offered(job, offered, zone)}
    return {
        "zone": zone,
        **_offered(job, str(when_of(saved) or ""), zone),
        **fields_of(when_of(saved), zone),
        "enabled": saved.periodic_task.enabled,
        "overlap": saved.overlap,
        "catch_up": saved.catch_up,
        "catch_up_hours": saved.catch_up_hours,
        "gap": saved.gap,
        "spread": saved.spread_seconds // 60,
        "pause_after_failures": saved.pause_after_failures,
        "calendar": saved.calendar_id,
        "revision": saved.revision,
        "name": saved.name,
    }


def _offered(job: JobDefinition, words: str, zone: str) -> dict[str, Any]:
    """A rhythm that the page offers is shown as such, anything else by its parts."""
    form = ScheduleForm(job=job)
    if words in dict(form.fields["preset"].choices):  # type: ignore[attr-defined]
        return {"kind": "preset", "preset": words}
    return fields_of(parse(words, zone), zone) if words else {}


def settings(form: ScheduleForm, parameters: dict[str, Any]) -> Settings:
    chosen = form.cleaned_data
    return Settings(
        when=str(form.when()),
        zone=chosen["zone"],
        enabled=chosen["enabled"],
        parameters=parameters,
        overlap=chosen["overlap"],
        catch_up=chosen["catch_up"],
        catch_up_hours=chosen["catch_up_hours"],
        gap=chosen["gap"],
        spread_seconds=60 * chosen["spread"],
        pause_after_failures=chosen["pause_after_failures"],
        calendar=chosen["calendar"].name if chosen["calendar"] else "",
    )


def save(
    job: JobDefinition, shop: Shop | None, form: ScheduleForm, parameters: dict[str, Any], actor: Actor
) -> Schedule:
    """Raises InvalidParameters and Stale; the form must be valid."""
    chosen = settings(form, parameters)
    revision = form.cleaned_data["revision"]
    return save_schedule(job.key, shop, chosen, actor, name=form.cleaned_data["name"], revision=revision)


def enable(job: JobDefinition, shop: Shop | None, actor: Actor) -> Schedule | None:
    """A first schedule as the job's card proposes it; None when the card proposes none."""
    if not job.default:
        return None
    zone = shop.time_zone if shop else "UTC"
    return save_schedule(job.key, shop, Settings(when=job.default, zone=zone, parameters=job.defaults()), actor)


def last_editor(saved: Schedule) -> AuditLog | None:
    log = AuditLog.objects.filter(object_type="jobs.schedule", object_id=str(saved.pk), action__startswith="schedule.")
    return log.order_by("-at", "-id").first()
