"""Writes schedules to a file: only what differs from the defaults.

The order doesn't change from one time to the next.
"""

from typing import Any

import yaml

from jobs import registry
from jobs.engine.due_slots import with_clock
from jobs.engine.schedule_words import describe
from jobs.models import Schedule
from jobs.services.config.read import VERSION
from jobs.services.run_request import as_json
from jobs.services.schedule_settings import NAMES, Settings

_DEFAULTS = Settings(when="")


def write() -> str:
    """Every schedule whose job exists and whose time can be said in words."""
    rows = with_clock().select_related("shop", "calendar").order_by("key", "shop__domain", "name")
    items = [_item(row) for row in rows if registry.find(row.key) and describe(row)["when"]]
    return yaml.safe_dump({"version": VERSION, "schedules": items}, sort_keys=False, allow_unicode=True, width=120)


def _item(schedule: Schedule) -> dict[str, Any]:
    told = describe(schedule)
    item: dict[str, Any] = {"job": schedule.key}
    if schedule.shop:
        item["shop"] = schedule.shop.domain
    if schedule.name:
        item["name"] = schedule.name
    item["when"] = told["when"]
    for name in NAMES:
        if name not in ("when", "parameters") and told[name] not in ("", getattr(_DEFAULTS, name)):
            item[name] = told[name]
    own = _own_parameters(schedule)
    return {**item, "parameters": own} if own else item


def _own_parameters(schedule: Schedule) -> dict[str, Any]:
    """Those that an operator set to something else than the card's default."""
    form = registry.get(schedule.key).clean({})
    usual = as_json(form) if form.is_valid() else {}
    return {name: value for name, value in schedule.parameters.items() if usual.get(name) != value}
