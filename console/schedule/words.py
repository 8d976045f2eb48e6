"""Says in words when a schedule is due."""

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from cron_descriptor import FormatException, MissingFieldException, Options, WrongArgumentException, get_description

from jobs.engine.when import At, CronLine, Every, When

_STEP = re.compile(r"^\*/(\d{1,3})$")
_CLOCK = re.compile(r"^At \d\d:\d\d")
# Of more than these the first three say how it goes on.
_MOST = 6


def when_words(when: When | None, zone: str = "UTC") -> str:
    """`Every 15 minutes`, `Every day at 03:15`, `At 02:00, Monday through Friday`, `Once, 24 Dec 2026 06:00`."""
    if when is None:
        return "At no time that can be read"
    if isinstance(when, Every):
        return f"Every {when.period[:-1]}" if when.count == 1 else f"Every {when.count:,} {when.period}"
    if isinstance(when, At):
        local = when.moment.astimezone(ZoneInfo(zone))
        return f"Once, {local.day} {local:%b %Y %H:%M}"
    return cron_words(when)


def cron_words(line: CronLine) -> str:
    """`Every day at 03:15`, `At minutes 0, 7, 14, … of each hour`; the bare line when its words can't be found."""
    options = Options()
    options.use_24hour_time_format = True
    try:
        words = str(get_description(str(line), options))
    except (FormatException, MissingFieldException, WrongArgumentException, ValueError, IndexError):
        return str(line)
    words = _uneven_hours(_uneven_minutes(words, line), line)
    daily = line.fields[2:] == ("*", "*", "*") and _CLOCK.match(words)
    return f"Every day at{words.removeprefix('At')}" if daily else words


def _uneven_minutes(words: str, line: CronLine) -> str:
    """Lists the minutes of a step that doesn't divide the hour.

    It starts over with each hour: `*/7` is no rhythm of seven minutes.
    """
    step = _step(line.fields[0], 60)
    if not step:
        return words
    minutes = _listed([str(minute) for minute in range(0, 60, step)])
    return words.replace(f"Every {step} minutes", f"At minutes {minutes} of each hour", 1)


def _uneven_hours(words: str, line: CronLine) -> str:
    """Lists the hours of a step that doesn't divide the day."""
    minute, hour = line.fields[:2]
    step = _step(hour, 24)
    if not step:
        return words
    hours = range(0, 24, step)
    if not minute.isdecimal():
        return words.replace(f"every {step} hours", f"in the hours {_listed([str(each) for each in hours])}", 1)
    times = _listed([f"{each:02}:{int(minute):02}" for each in hours])
    return re.sub(rf"^(At \d+ minutes? past the hour, every|Every) {step} hours", f"At {times}", words)


def _step(field: str, whole: int) -> int:
    """n of `*/n` where n doesn't divide the whole; 0 of anything else."""
    match = _STEP.match(field)
    step = int(match[1]) if match else 0
    return step if step and whole % step else 0


def _listed(words: Sequence[str]) -> str:
    if len(words) > _MOST:
        return f"{', '.join(words[:3])}, …"
    return " and ".join([*filter(None, [", ".join(words[:-1])]), words[-1]])
