"""A row, a new one and an edit for every admin in which something can be written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.test import RequestFactory

from console.api import tokens
from console.api.models import ApiToken
from integrations.models import ShopifyConnection
from integrations.windows.models import Watermark
from jobs.audit import COMMAND_LINE
from jobs.models import AlertTarget
from oms.models import (
    FacilityGroup,
    FacilityGroupMember,
    ProductFacility,
    ShipmentMethod,
    ShopLocation,
    ShopShippingMethod,
)
from tests.oms import factories

PASSWORD = "correct horse battery"
MOMENT = {"0": "2026-11-25", "1": "10:00:00"}


def moment(name: str) -> dict[str, str]:
    return {f"{name}_{part}": value for part, value in MOMENT.items()}


def made(label: str, **values: Any) -> Callable[[], Model]:
    return lambda: apps.get_model(label)._default_manager.create(**values)


def interval() -> Any:
    return apps.get_model("django_celery_beat.IntervalSchedule").objects.create(every=5, period="hours")


def member() -> FacilityGroupMember:
    return FacilityGroupMember.objects.create(group=group(), facility=factories.facility("MEMBER"))


def group() -> FacilityGroup:
    return FacilityGroup.objects.create(code="EAST", name="East", type="BROKERING")


def method() -> ShipmentMethod:
    return ShipmentMethod.objects.create(code="DRONE", name="Drone")


def token() -> ApiToken:
    return tokens.issue(User.objects.get(), "till", "viewer", COMMAND_LINE, None)[0]


@dataclass
class Case:
    """`row` makes one that nothing hangs on; `new` is typed into an empty page, `edit` into that of a row."""

    row: Callable[[], Model]
    new: Callable[[], dict[str, Any]] = dict
    edit: dict[str, Any] = field(default_factory=dict)
    subject: str = "record"
    changed: tuple[str, ...] = ()


CASES = {
    "axes.AccessAttempt": Case(made("axes.AccessAttempt", username="eve", failures_since_start=1)),
    "axes.AccessLog": Case(made("axes.AccessLog", username="eve")),
    "axes.AccessFailureLog": Case(made("axes.AccessFailureLog", username="eve")),
    "django_celery_beat.PeriodicTask": Case(
        lambda: apps.get_model("django_celery_beat.PeriodicTask").objects.create(
            name="Night", task="x.y", interval=interval()
        ),
        lambda: {"name": "Day", "task": "x.y", "interval": interval().pk},
        {"name": "Morning"},
    ),
    "django_celery_beat.ClockedSchedule": Case(
        made("django_celery_beat.ClockedSchedule", clocked_time="2026-12-01T00:00Z"),
        lambda: moment("clocked_time"),
        moment("clocked_time"),
        changed=("clocked_time",),
    ),
    "django_celery_beat.CrontabSchedule": Case(
        made("django_celery_beat.CrontabSchedule", minute="5"), lambda: {"minute": "7"}, {"minute": "9"}
    ),
    "django_celery_beat.SolarSchedule": Case(
        made("django_celery_beat.SolarSchedule", event="sunset", latitude=1, longitude=1),
        lambda: {"event": "sunset", "latitude": "2", "longitude": "2"},
        {"latitude": "3"},
    ),
    "django_celery_beat.IntervalSchedule": Case(interval, lambda: {"every": "7", "period": "days"}, {"every": "9"}),
    "oms.Facility": Case(
        lambda: factories.facility("ROME"),
        lambda: {"code": "OSLO", "name": "Oslo", "type": "WAREHOUSE"},
        {"name": "Milan"},
    ),
    "oms.FacilityGroup": Case(group, lambda: {"code": "W", "name": "West", "type": "BROKERING"}, {"name": "Far east"}),
    "oms.FacilityGroupMember": Case(
        member,
        lambda: {"group": group().pk, "facility": factories.facility("ROME").pk, **moment("from_at")},
        {"sequence": "7"},
    ),
    "oms.ShipmentMethod": Case(method, lambda: {"code": "FOOT", "name": "On foot"}, {"name": "By foot"}),
    "oms.ProductStore": Case(lambda: factories.store("Main"), lambda: {"name": "Second"}, {"name": "First"}),
    "oms.Shop": Case(
        factories.shop,
        lambda: {"domain": "new.myshopify.com", "name": "New", "store": factories.store().pk},
        {"name": "Renamed"},
    ),
    "oms.ShopLocation": Case(
        lambda: ShopLocation.objects.create(shop=factories.shop(), gid="l", name="Main"),
        lambda: {"shop": factories.shop().pk, "gid": "k", "name": "Second"},
        {"name": "First"},
    ),
    "oms.ShopShippingMethod": Case(
        lambda: ShopShippingMethod.objects.create(shop=factories.shop(), title="Post", method=method()),
        lambda: {"shop": factories.shop().pk, "title": "Drone", "method": method().pk},
        {"title": "Mail"},
    ),
    "oms.ProductFacility": Case(
        lambda: ProductFacility.objects.create(product=factories.product(), facility=factories.facility()),
        lambda: {"product": factories.product().pk, "facility": factories.facility("ROME").pk},
        {"minimum_stock": "3"},
    ),
    "integrations.Watermark": Case(
        lambda: Watermark.objects.create(shop=factories.shop(), job="x", at="2026-12-01T00:00Z"),
        lambda: {"shop": factories.shop().pk, "job": "y", **moment("at")},
        {"job": "z"},
    ),
    "integrations.ShopifyConnection": Case(
        lambda: ShopifyConnection.objects.create(shop=factories.shop(), api_version="2026-10"),
        lambda: {"shop": factories.shop().pk, "api_version": "2026-10", "new_access_token": "shpat_of_the_new"},
        {"new_access_token": "shpat_of_the_edit", "client_id": "abc"},
        changed=("access_token", "client_id"),
    ),
    "jobs.AlertTarget": Case(
        lambda: AlertTarget.objects.create(name="Ops", kind="email", address="ops@example.com"),
        lambda: {"name": "Dev", "kind": "email", "address": "dev@example.com", "new_secret": "whsec_of_the_new"},
        {"new_secret": "whsec_of_the_edit", "address": "all@example.com"},
        subject="alert_target",
        changed=("secret", "address"),
    ),
    "auth.User": Case(
        lambda: User.objects.create_user("ada", password=PASSWORD),
        lambda: {"username": "bob", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD},
        {"email": "ada@example.com"},
    ),
    "auth.Group": Case(lambda: Group.objects.create(name="night"), lambda: {"name": "day"}, {"name": "late"}),
    "api.ApiToken": Case(
        token, lambda: {"user": User.objects.get().pk, "name": "till", "role": "viewer"}, subject="token"
    ),
}
# The one admin whose deed has a verb of its own.
ISSUED = {"api.ApiToken": "token.issued"}


def may(options: Any, deed: str) -> bool:
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True, is_active=True, is_staff=True)
    return bool(getattr(options, f"has_{deed}_permission")(request))


WRITABLE = {
    model._meta.label: options
    for model, options in admin.site._registry.items()
    if any(may(options, deed) for deed in ("add", "change", "delete"))
}


def that(deed: str) -> list[str]:
    return [label for label, options in WRITABLE.items() if may(options, deed)]
