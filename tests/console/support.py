"""A small catalogue and the rows the pages show."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils import timezone

from console.frame.roles import grant
from jobs.audit import Actor
from jobs.categories import Category
from jobs.definition import After, JobDefinition, Writes
from jobs.models import FailedRecord, JobRun, RunLog, Schedule
from jobs.parameters import NoParameters, asks
from jobs.services.schedules import Settings, save_schedule
from oms.models import Shop
from tests.oms import factories

PRODUCTS, ORDERS, NEW_ORDERS = "initial_load.import_products", "initial_load.import_orders", "orders.import_new"
PASSWORD = "correct horse battery"


@dataclass(frozen=True, kw_only=True)
class OrderParameters:
    status: str = asks(
        forms.ChoiceField,
        label="Order status",
        choices=[("open", "Open and unshipped"), ("any", "Any")],
        initial="open",
        help_text="Which orders come.",
    )
    from_id: int | None = asks(
        forms.IntegerField,
        label="From order id",
        required=False,
        min_value=1,
        help_text="Only orders after this one; empty = all.",
    )
    with_tags: bool = asks(forms.BooleanField, label="Keep tags", required=False, initial=True)


def definition(key: str, **card: Any) -> JobDefinition:
    folder = key.partition(".")[0]
    base: dict[str, Any] = {
        "key": key,
        "name": key,
        "category": Category(folder),
        "summary": "A job of the tests.",
        "parameters": NoParameters,
        "schedules": (),
        "default": None,
        "prerequisites": (),
        "writes": (Writes.OMS,),
        "queue": "jobs",
        "chunked": True,
        "handler": lambda run, parameters: None,
    }
    return JobDefinition(**{**base, **card})


CATALOGUE = {
    job.key: job
    for job in (
        definition(
            PRODUCTS,
            name="Import Products in Bulk",
            summary="Import all products from Shopify. Run this before importing orders in bulk during initial setup.",
            queue="bulk",
        ),
        definition(
            ORDERS,
            name="Import Orders in Bulk",
            summary="Import historical orders in bulk; all products must be set up before.",
            parameters=OrderParameters,
            prerequisites=(After(PRODUCTS),),
            queue="bulk",
        ),
        definition(NEW_ORDERS, name="New orders", summary="Import new orders from eCommerce.", writes=()),
    )
}


def user(role: str = "") -> User:
    """A person with this role, named after it."""
    who = User.objects.create_user(role or "nobody", password=PASSWORD)
    if role:
        grant(who, role)
    return who


def shop() -> Shop:
    return factories.shop(name="Demo store", time_zone="America/New_York")


def plan(key: str = PRODUCTS, when: str = "0 */6 * * *", name: str = "", **policies: Any) -> Schedule:
    chosen = Settings(when=when, zone="America/New_York", **policies)
    return save_schedule(key, shop(), chosen, Actor("ada"), name=name)


def run(key: str = PRODUCTS, state: str = "done", **columns: Any) -> JobRun:
    """A run whose times fit its state, ten minutes old unless told."""
    begin = columns.pop("begin", timezone.now() - timedelta(minutes=10))
    seconds = columns.pop("seconds", 90)
    times: dict[str, Any] = {"created_at": begin}
    if state not in ("pending", "missed", "skipped"):
        times["started_at"] = begin
    if state == "running":
        times |= {"lease_until": timezone.now() + timedelta(hours=1), "token": 1}
    elif state != "pending":
        times["finished_at"] = begin + timedelta(seconds=seconds)
    row = {"key": key, "state": state, "shop": shop(), "queue": "bulk", **times, **columns}
    return JobRun.objects.create(**row)


def failed(of: JobRun, reference: str = "gid://shopify/Product/1", **columns: Any) -> FailedRecord:
    row = {"reason": "DUPLICATE_SKU", "message": "SKU A-1 is already taken.", "raw": '{"sku":"A-1"}', **columns}
    return FailedRecord.objects.create(run=of, reference=reference, **row)


def say(of: JobRun, text: str, level: str = "info") -> RunLog:
    return RunLog.objects.create(run=of, text=text, level=level)
