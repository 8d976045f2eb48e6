"""Draws one row of a list of runs.

Written here and not in a template: a list has fifty, and each would be forty nodes.
"""

from datetime import datetime
from html import escape

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from console.runs.run_view import RunView
from console.templatetags.console import in_shop, moment, span, state, who
from jobs.models import State

register = template.Library()

_DRY = ' <span class="tag">Dry run</span>'


@register.simple_tag(takes_context=True)
def run_line(context: template.Context, view: RunView) -> SafeString:
    """Draws the columns of `frame/parts/runs.html`.

    With the job's name and the shop as `with_job` and `with_shop` say.
    """
    run, dry = view.run, _DRY if view.run.dry else ""
    job = shop = ""
    if context.get("with_job"):
        of = in_shop(context, run.shop)
        job = f'<td data-label="Job" class="name"><a href="{view.job_url}{of}">{escape(view.name)}</a>{dry}</td>'
        dry = ""
    if (context.get("with_shop") or 0) > 1:
        shop = f'<td data-label="Shop" class="at-shop">{escape(str(run.shop or "–"))}</td>'
    now: datetime = context.get("now") or timezone.now()
    return SafeString(
        f'<tr><td data-label="Run" class="at-run"><a href="{view.url}">{run.pk}</a>{dry}</td>{job}{shop}'
        f'<td data-label="State" class="at-state">{state(run)}</td>'
        f'<td data-label="Asked for" class="at-when">{moment(run.created_at, now)}</td>'
        f'<td data-label="By" class="at-by">{conditional_escape(who(run))}</td>'
        f'<td data-label="Took" class="right at-took">{span(view.seconds)}</td>'
        f'<td data-label="Result" class="at-result">{_result(view)}</td></tr>'
    )


def _result(view: RunView) -> str:
    """Says what went wrong, how far it is, or what it counted."""
    run = view.run
    if run.error and run.state != State.DONE:
        error = escape(run.error)
        return f'<span class="clamp one" title="{error}">{error}</span>'
    if view.active:
        return "–" if view.percent is None else f"{view.percent} %"
    summary = escape(view.summary)
    return f'<span class="clamp one muted" title="{summary}">{summary}</span>'
