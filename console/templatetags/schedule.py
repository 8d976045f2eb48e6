"""Tags for the pages of schedules."""

from collections.abc import Iterator
from datetime import datetime

from django import template
from django.forms import BoundField
from django.utils import timezone
from django.utils.safestring import SafeString

from console.presentation import times
from console.schedule.radio_cards import RadioCard, cards
from console.schedule.words import when_words
from console.templatetags.console import exactly
from jobs.engine.when import parse

register = template.Library()


@register.filter
def radio_cards(field: BoundField) -> Iterator[RadioCard]:
    return cards(field)


@register.simple_tag
def slot(at: datetime, zone: str) -> SafeString:
    """A moment on the clock of the schedule's zone; the page's own on hover."""
    return exactly(at, times.in_zone(at, zone))


@register.simple_tag
def full_hour(at: datetime) -> SafeString:
    """Above a column of the board."""
    return exactly(at, f"{timezone.localtime(at):%H}")


@register.filter
def in_words(when: str) -> str:
    """`Every 15 minutes` of what a card offers."""
    return when_words(parse(when))
