"""Tags for the pages of events."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from console.presentation import states
from console.runs.changes import page_of
from console.templatetags.console import icon, short
from jobs.models import State
from webhooks.models import ComplianceRequest, WebhookEvent

register = template.Library()


@register.simple_tag
def event_state(event: WebhookEvent) -> SafeString:
    """Draws an event's state, from the same table as a run's.

    "Ignored" is what a person does; an event that asked for nothing, or came a second time, had nothing to do.
    """
    look = states.TABLE[event.state]
    if event.retrying:
        look = states.RETRYING
    elif event.state == State.IGNORED and not event.ignored_by_hand:
        look = states.NOTHING_TO_DO
    return format_html('<span class="state state-{}">{}<span>{}</span></span>', look.key, icon(look.icon), look.word)


@register.simple_tag
def duty_state(duty: ComplianceRequest) -> SafeString:
    """How a request of privacy law stands, in the colours of runs."""
    look = states.TABLE[State.DONE] if duty.done_at else states.Shown("pending", "Open", "pending")
    if duty.pressing:
        look = states.Shown("dead", "Overdue" if duty.overdue else "Due soon", "alert")
    return format_html('<span class="state state-{}">{}<span>{}</span></span>', look.key, icon(look.icon), look.word)


@register.simple_tag
def effect(change: dict[str, Any]) -> SafeString:
    """One record that an event changed, linked to its page if any."""
    reference = short(str(change.get("reference", "")))
    url = page_of(str(change.get("object_type", "")), str(change.get("object_id", "")))
    kind = str(change.get("kind", "")).replace("_", " ").capitalize()
    if kind and reference.lower().startswith(f"{kind.lower()} "):
        # `run 1` says its kind itself.
        kind, reference = "", reference.capitalize()
    name = format_html('<a href="{}">{}</a>', url, reference) if url else format_html("<strong>{}</strong>", reference)
    return format_html("{} {} {}", kind, name, change.get("action", ""))


@register.filter
def topic(name: str) -> SafeString:
    """`orders/create`, which where there is little room breaks behind its slash."""
    return format_html_join(SafeString("/<wbr>"), "{}", ((part,) for part in name.split("/")))


@register.filter
def about(lane: str) -> str:
    """`order:820982911946154508` as `order 820982911946154508`; a dash for nothing."""
    return lane.replace(":", " ", 1) or "–"
