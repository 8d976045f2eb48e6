"""The form of a schedule.

From the row to the fields, and from the fields to the words of `jobs.engine.when`.
"""

import zoneinfo
from datetime import datetime
from functools import cache
from typing import Any

from django import forms
from django.utils import timezone

from console.schedule import choices
from console.schedule.radio_cards import RadioCards
from console.schedule.words import when_words
from jobs.definition import JobDefinition
from jobs.engine.when import At, BadTiming, CronLine, Every, When, known_zone, parse
from jobs.models import ExclusionCalendar
from jobs.services.schedule_preview import rule_for

PREFIX = "plan"
COUNTS = "Write a whole number from 1 to 100,000."
# The fields in which each kind says when; the first is to blame when they don't, and empty it takes this sentence.
PARTS = {"preset": ("preset",), "every": ("count", "period"), "cron": ("cron",), "once": ("at",)}
EMPTY = {
    "preset": "Choose a rhythm.",
    "count": "Say how often.",
    "cron": "Write the five fields of a cron line.",
    "at": "Choose a date and a time.",
}


@cache
def zones() -> list[str]:
    """Names a person would pick: regions and UTC, not the abbreviations."""
    regions = (
        name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/"))
    )
    return ["UTC", *sorted(regions)]


class ScheduleForm(forms.Form):
    """`when()` is what the fields say, once the form is valid."""

    kind = RadioCards(choices.KINDS, label="When it runs", initial="preset")
    preset = forms.ChoiceField(label="Rhythm", required=False)
    count = forms.IntegerField(
        label="Every",
        required=False,
        min_value=1,
        max_value=100_000,
        initial=15,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), COUNTS),
    )
    period = forms.ChoiceField(label="Unit", required=False, choices=choices.PERIODS, initial="minutes")
    cron = forms.CharField(label="Cron line", required=False, max_length=200, initial="0 2 * * *")
    at = forms.CharField(
        label="Date and time", required=False, widget=forms.TextInput(attrs={"type": "datetime-local"})
    )
    zone = forms.CharField(label="Time zone", max_length=64, widget=forms.TextInput(attrs={"list": "zones"}))
    enabled = forms.BooleanField(label="Switched on", required=False, initial=True)
    overlap = RadioCards(choices.OVERLAP, label="When the run before it is still under way", initial="skip")
    catch_up = RadioCards(choices.CATCH_UP, label="After an outage or a pause", initial="latest")
    catch_up_hours = forms.IntegerField(label="Catch up at most", min_value=1, max_value=8760, initial=24)
    gap = RadioCards(choices.GAP, label="When the clocks jump over its time", initial="shift")
    spread = forms.IntegerField(label="Spread over", min_value=0, max_value=1440, initial=0)
    pause_after_failures = forms.IntegerField(label="Pause after dead runs", min_value=0, max_value=100, initial=0)
    calendar = forms.ModelChoiceField(
        ExclusionCalendar.objects.none(), label="Calendar", required=False, empty_label="None"
    )
    name = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    prefix = PREFIX

    def __init__(self, *args: Any, job: JobDefinition, anchor: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.anchor = anchor or timezone.now()
        self.parsed: When | None = None
        self.fields["preset"].choices = _presets(job)  # type: ignore[attr-defined]
        self.fields["calendar"].queryset = ExclusionCalendar.objects.order_by("name")  # type: ignore[attr-defined]

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"]
        try:
            return known_zone(zone)
        except BadTiming as error:
            raise forms.ValidationError(str(error)) from None

    def clean(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        field = self._to_blame(data)
        if not field:
            return data
        try:
            self.parsed = parse(self._words(data), data["zone"])
            rule_for(self.parsed, data.get("gap", "shift"), self.anchor)
        except BadTiming as error:
            self.add_error(field, str(error))
        else:
            if isinstance(self.parsed, At) and self.parsed.moment <= timezone.now():
                self.add_error("at", "That moment has passed.")
        return data

    def _to_blame(self, data: dict[str, Any]) -> str:
        """The field that says when, or "" if it has an error already.

        What stands in the fields of another kind doesn't matter: they can't even be seen.
        """
        kind = data.get("kind")
        if kind is None:
            return ""
        for other, names in PARTS.items():
            for name in names if other != kind else ():
                self.errors.pop(name, None)
        field = PARTS[kind][0]
        if not self.errors.keys().isdisjoint({*PARTS[kind], "zone"}):
            return ""
        if data.get(field) in (None, ""):
            self.add_error(field, EMPTY[field])
            return ""
        return field

    def _words(self, data: dict[str, Any]) -> str:
        """What the chosen kind says."""
        kind = data["kind"]
        if kind == "every":
            return f"every {data['count']} {data['period'] or 'minutes'}"
        if kind == "once":
            return f"at {data['at']}"
        return str(data[kind])

    def when(self) -> When:
        assert self.parsed is not None, "only a valid form says when"
        return self.parsed


def fields_of(when: When | None, zone: str) -> dict[str, Any]:
    """The fields that say `when`: the initial values of the editor."""
    if isinstance(when, Every):
        return {"kind": "every", "count": when.count, "period": when.period}
    if isinstance(when, CronLine):
        return {"kind": "cron", "cron": str(when), "zone": when.zone}
    if isinstance(when, At):
        local = when.moment.astimezone(zoneinfo.ZoneInfo(zone))
        return {"kind": "once", "at": local.strftime("%Y-%m-%dT%H:%M")}
    return {"kind": "preset"}


def _presets(job: JobDefinition) -> list[tuple[str, str]]:
    """What the job's card offers; without such, the usual ones."""
    return [(words, when_words(parse(words))) for words in job.schedules or choices.PRESETS]
