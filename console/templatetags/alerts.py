"""Names what an alert is about, for the page of alerts."""

from django import template

from jobs.alerts.subjects import about

register = template.Library()


@register.filter
def alert_about(subject: str) -> str:
    """What an alert is about, with the job's name for its key."""
    return about(subject)
