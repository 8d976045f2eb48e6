"""Reads the schedules that a file wants."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jobs import registry
from jobs.engine.when import BadTiming
from jobs.services.config.yaml_lines import BadFile, Lined, load
from jobs.services.run_request import as_json
from jobs.services.schedule_settings import NAMES, BadSettings, Settings
from oms.models import Shop

VERSION = 1


@dataclass(frozen=True)
class Wanted:
    """One schedule of the file. `parameters` in `chosen` are complete: what the file leaves out is the default."""

    key: str
    shop: Shop | None
    name: str
    chosen: Settings

    @property
    def label(self) -> str:
        return label(self.key, self.shop, self.name)


def label(key: str, shop: Shop | None, name: str) -> str:
    return " ".join(filter(None, (key, f"of {shop.domain}" if shop else "", f"({name})" if name else "")))


def read(text: str) -> list[Wanted]:
    """Every schedule of the file, or BadFile with everything that is wrong in it."""
    content = load(text)
    if not isinstance(content, Lined) or content.get("version") != VERSION:
        raise BadFile(f"line 1: the file must begin with 'version: {VERSION}'")
    if unknown := sorted(set(content) - {"version", "schedules"}):
        raise BadFile(f"line {content.line}: unknown: {', '.join(unknown)}; there are version and schedules")
    items = content.get("schedules") or []
    if not isinstance(items, list):
        raise BadFile("'schedules' must be a list")
    wanted: list[Wanted] = []
    problems: list[str] = []
    seen: dict[str, int] = {}
    for number, item in enumerate(items, 1):
        if not isinstance(item, Lined):
            problems.append(f"schedule {number}: must be names with values, not {item!r}")
            continue
        found = list(_problems(item))
        problems += [f"line {item.line}: {problem}" for problem in found]
        if not found:
            one = _wanted(item)
            if one.label in seen:
                problems.append(f"line {item.line}: {one.label} stands on line {seen[one.label]} already")
            seen[one.label] = item.line
            wanted.append(one)
    if problems:
        raise BadFile("\n".join(problems))
    return wanted


def _problems(item: Lined) -> Iterator[str]:
    if unknown := sorted(set(item) - {"job", "shop", "name", *NAMES}):
        yield f"unknown: {', '.join(unknown)}; there are job, shop, name, {', '.join(NAMES)}"
        return
    card = registry.find(str(item.get("job")))
    if card is None:
        yield f"there is no job {item.get('job')!r}"
        return
    if item.get("shop") and not Shop.objects.filter(domain=item["shop"]).exists():
        yield f"there is no shop {item['shop']!r}"
    if "when" not in item:
        yield "'when' is missing"
        return
    try:
        _settings(item).check()
    except (BadSettings, BadTiming) as error:
        yield str(error)
        return
    form = card.clean(_settings(item).parameters)
    yield from (f"parameters of {card.key}: {complaint}" for complaint in form.complaints())


def _settings(item: Lined) -> Settings:
    given: dict[str, Any] = {name: item[name] for name in NAMES if item.get(name) is not None}
    return Settings(**{**given, "parameters": given.get("parameters", {})})


def _wanted(item: Lined) -> Wanted:
    chosen = _settings(item)
    form = registry.get(item["job"]).clean(chosen.parameters)
    form.is_valid()
    complete = Settings(**{**{name: getattr(chosen, name) for name in NAMES}, "parameters": as_json(form)})
    shop = Shop.objects.get(domain=item["shop"]) if item.get("shop") else None
    return Wanted(item["job"], shop, str(item.get("name") or ""), complete)
