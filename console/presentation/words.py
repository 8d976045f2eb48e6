"""When a schedule is due, in words."""

from zoneinfo import ZoneInfo

from cron_descriptor import FormatException, MissingFieldException, Options, WrongArgumentException, get_description

from jobs.engine.when import At, CronLine, Every, When


def when_words(when: When | None, zone: str = "UTC") -> str:
    """`Every 15 minutes`, `At 02:00, Monday through Friday`, `Once, 24 Dec 2026 06:00`."""
    if when is None:
        return "At no time that can be read"
    if isinstance(when, Every):
        return f"Every {when.period[:-1]}" if when.count == 1 else f"Every {when.count:,} {when.period}"
    if isinstance(when, At):
        local = when.moment.astimezone(ZoneInfo(zone))
        return f"Once, {local.day} {local:%b %Y %H:%M}"
    return cron_words(when)


def cron_words(line: CronLine) -> str:
    """The bare line when its words can't be found."""
    options = Options()
    options.use_24hour_time_format = True
    try:
        return str(get_description(str(line), options))
    except (FormatException, MissingFieldException, WrongArgumentException, ValueError, IndexError):
        return str(line)
