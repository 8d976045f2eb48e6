"""Switches a job on, by its card's or former schedule, or off."""

from dataclasses import replace

from jobs import registry
from jobs.audit import Actor
from jobs.models import Schedule
from jobs.services import schedules
from jobs.services.run_control import NotPossible
from jobs.services.schedule_settings import Settings
from oms.models import Shop


def default_settings(key: str, shop: Shop | None) -> Settings:
    """What switching on chooses: the card's default in the shop's time zone. Raises UnknownJob, NotPossible."""
    card = registry.get(key)
    if card.default is None:
        raise NotPossible(f"{card.name} has no schedule of its own; choose when it should run.")
    return Settings(when=card.default, zone=shop.time_zone if shop else "UTC")


def switch_on(key: str, shop: Shop | None, actor: Actor, zone: str = "") -> Schedule:
    """The job's (unnamed) schedule for this shop, on: as it was left, else by the card's default."""
    found = Schedule.objects.filter(key=key, shop=shop, name="").first()
    if found:
        return schedules.switch(found.pk, True, actor)
    chosen = default_settings(key, shop)
    return schedules.save_schedule(key, shop, replace(chosen, zone=zone) if zone else chosen, actor)


def switch_off(key: str, shop: Shop | None, actor: Actor) -> Schedule:
    """Its schedule stays as it is, and starts nothing until it is switched on again."""
    found = Schedule.objects.filter(key=key, shop=shop, name="").first()
    if found is None:
        raise NotPossible(f"{registry.get(key).name} has no schedule to switch off.")
    return schedules.switch(found.pk, False, actor)
