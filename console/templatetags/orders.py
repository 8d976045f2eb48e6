"""Tags for the pages of orders."""

from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from console.presentation.states import Shown
from console.templatetags.console import icon
from jobs.registry import name_of
from oms.models import FacilityType, ItemStatus, OrderHeader, OrderItem, OrderStatus

register = template.Library()
_DEEDS = {"create": "created", "update": "updated", "delete": "deleted"}
_LOOKS = {
    OrderStatus.CREATED: ("pending", "pending"),
    OrderStatus.APPROVED: ("running", "done"),
    OrderStatus.HOLD: ("paused", "paused"),
    OrderStatus.COMPLETED: ("done", "done"),
    OrderStatus.CANCELLED: ("cancelled", "cancelled"),
}
_SHOWN: dict[str, Shown] = {status: Shown(key, status.label, sign) for status, (key, sign) in _LOOKS.items()}
_STATUSES = dict([*OrderStatus.choices, *ItemStatus.choices])


@register.simple_tag
def order_state(order: OrderHeader) -> SafeString:
    """Icon, word and colour of an order's status."""
    return _state(_SHOWN[order.status])


@lru_cache(maxsize=50)
def _state(look: Shown) -> SafeString:
    return format_html('<span class="state state-{}">{}<span>{}</span></span>', look.key, icon(look.icon), look.word)


@register.filter
def in_words(code: str) -> str:
    """`Partially refunded` of PARTIALLY_REFUNDED; a dash for nothing."""
    return code.replace("_", " ").capitalize() or "–"


@register.filter
def place(item: OrderItem) -> str:
    """Where open units wait or leave from, and where others left from.

    A queue has only those that are open.
    """
    facility = item.ship_group.facility
    left = item.status == ItemStatus.COMPLETED and facility.type != FacilityType.VIRTUAL
    return str(facility) if left or item.status in ItemStatus.OPEN else "–"


@register.filter
def status_word(code: str) -> str:
    """The word of an order's or an item's status.

    Before the first one it was nothing.
    """
    return str(_STATUSES.get(code, in_words(code) if code else "New"))


@register.filter
def job_name(actor: str) -> str:
    """Names who changed an order: a job, a webhook's topic, a person."""
    kind, _, topic = actor.partition(" ")
    if kind != "webhook" or "/" not in topic:
        return name_of(actor)
    about, _, deed = topic.replace("_", " ").partition("/")
    return f"Webhook: {about} {_DEEDS.get(deed, deed)}"
