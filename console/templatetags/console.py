"""Tags for all templates: icons, times, states, live regions."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from console.frame import navigation
from console.frame.live import Live
from console.frame.shops import named_in_query
from console.presentation import states, times
from jobs.models import JobRun
from jobs.models.run import Origin
from oms.models import Shop

register = template.Library()


@register.simple_tag
@cache
def icon(name: str, label: str = "") -> SafeString:
    """A symbol of the sprite. Without a label it is decoration, which a screen reader skips."""
    sprite = static("vendor/lucide/icons.svg")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>', label, sprite, name
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', sprite, name)


@register.simple_tag
def state(run: JobRun) -> SafeString:
    """Icon, word and colour of a run's state."""
    return _state(states.shown(run))


@lru_cache(maxsize=500)
def _state(look: states.Shown) -> SafeString:
    return format_html('<span class="state state-{}">{}<span>{}</span></span>', look.key, icon(look.icon), look.word)


@register.simple_tag(takes_context=True)
def in_shop(context: template.Context, of: Shop | None = None) -> str:
    """Names the shop at an address's end: `of`, else the page's.

    Every link to a page about a shop has it, or it would lead to the first one.
    """
    return named_in_query(context.get("shops") or (), of or context.get("shop"))


@register.simple_tag(takes_context=True)
def keeping_shop(context: template.Context) -> str:
    """Names the shop at an address's end, unless it is the first.

    For pages about all shops: there the chosen one is a filter, and the first is nobody's choice.
    """
    shops = context.get("shops") or ()
    return in_shop(context) if shops and context.get("shop") != shops[0] else ""


@register.simple_tag(takes_context=True)
def when(context: template.Context, at: datetime | None, absolute: bool = True) -> SafeString | str:
    """Draws a moment, relative and absolute.

    The page's script keeps the relative part true and adds the reader's own zone.
    """
    if at is None:
        return "–"
    return moment(at, context.get("now") or timezone.now(), absolute)


def moment(at: datetime, now: datetime, absolute: bool = True) -> SafeString:
    short, full = times.both(at, now)
    exact = f' <span class="muted">{short}</span>' if absolute else ""
    # Digits, names of days and of zones: nothing to escape, and a list has a hundred of these.
    return SafeString(
        f'<span class="when"><time datetime="{at.isoformat()}" title="{full}" data-relative>'
        f"{times.relative(at, now)}</time>{exact}</span>"
    )


@register.simple_tag
def clock(at: datetime, zone: str = "") -> SafeString:
    """Draws hour, minute and second on the page's or a named clock."""
    return exactly(at, times.clock(at, zone))


def exactly(at: datetime, words: str) -> SafeString:
    """Draws a moment in these words, with date and zone on hover.

    The page's script adds the reader's own zone there.
    """
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), times.full(at), words)


@register.simple_tag
def who(run: JobRun) -> SafeString | str:
    """Names who or what asked for a run."""
    if run.requested_by is None:
        return _origin(run.origin)
    name = run.requested_by.get_username()
    return name if run.origin == Origin.MANUAL else format_html("{}, {}", name, _origin(run.origin))


@lru_cache(maxsize=20)
def _origin(origin: str) -> SafeString:
    word = Origin(origin).label if origin in Origin.values else origin
    return format_html('<span class="muted">{}</span>', word)


@register.simple_tag(takes_context=True)
def elapsed(context: template.Context, since: datetime) -> SafeString:
    """Draws how long it has been; the page's script counts on."""
    now = context.get("now") or timezone.now()
    text = times.span((now - since).total_seconds())
    title = f"since {times.full(since)}"
    return format_html('<time datetime="{}" title="{}" data-elapsed>{}</time>', since.isoformat(), title, text)


@register.simple_tag
def options(pairs: Sequence[tuple[str, str]], chosen: str) -> SafeString:
    """Draws the options of a select: (value, word) each."""
    return _options(tuple((str(value), str(word)) for value, word in pairs), chosen)


@lru_cache(maxsize=500)
def _options(pairs: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    return format_html_join(
        "\n",
        '<option value="{}"{}>{}</option>',
        ((value, SafeString(" selected") if value == chosen else "", word) for value, word in pairs),
    )


@register.inclusion_tag("console/frame/parts/tabs.html", takes_context=True)
def tabs(context: template.Context, row: str) -> dict[str, object]:
    """The row of tabs that the page is in: `{% tabs "Settings" %}`."""
    shown = navigation.tabs(row, context["role"])
    under = [tab.address for tab in shown if context["path"].startswith(tab.address)]
    return {"row": row, "tabs": shown, "current": max(under, key=len, default=""), "query": keeping_shop(context)}


@register.filter
def span(seconds: float | None) -> str:
    return "–" if seconds is None else times.span(seconds)


@register.filter
def number(value: Any) -> str:
    """Thousands apart; a dash for nothing."""
    return "–" if value is None else f"{value:,}"


class LiveNode(template.Node):
    """`{% live "name" %}…{% endlive %}`: a region that renews itself when, and only when, its content has changed."""

    def __init__(self, name: FilterExpression, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        live: Live = context["live"]
        return live.region(str(self.name.resolve(context)), self.nodelist.render(context))


@register.tag("live")
def live_tag(parser: Parser, token: Token) -> LiveNode:
    _, name = token.split_contents()
    nodelist = parser.parse(("endlive",))
    parser.delete_first_token()
    return LiveNode(parser.compile_filter(name), nodelist)


@register.simple_tag(takes_context=True)
def poller(context: template.Context) -> SafeString:
    """Draws what keeps live regions up to date, after the last of them."""
    live: Live = context["live"]
    return live.poller()


@register.filter
def rate(value: float) -> str:
    """Per second: whole from ten on, else with one decimal."""
    return f"{value:,.0f}" if value >= 10 else f"{value:,.1f}"


@register.filter
def yesno_is(value: str, wanted: str) -> str:
    """The word `true` or `false`, as aria attributes take it."""
    return "true" if value == wanted else "false"


@register.filter
def short(reference: str) -> str:
    """`Order/1001` of a Shopify gid; anything else as it is."""
    return reference.removeprefix("gid://shopify/")
