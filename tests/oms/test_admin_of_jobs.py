"""What the engine owns is in the admin to be read, and only that."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from jobs.models import AuditLog, Exclusion, ExclusionCalendar, FailedRecord, Heartbeat, JobRun, RunLog

pytestmark = pytest.mark.django_db
MODELS = [AuditLog, ExclusionCalendar, FailedRecord, Heartbeat, JobRun, RunLog]


@pytest.fixture
def browser(client):
    client.force_login(get_user_model().objects.create_superuser("root", "r@example.com", "correct horse battery"))
    return client


@pytest.fixture(autouse=True)
def rows():
    now = timezone.now()
    run = JobRun.objects.create(key="products.sync", state="done", started_at=now, finished_at=now)
    RunLog.objects.create(run=run, text="<script>alert(1)</script>")
    FailedRecord.objects.create(run=run, reference="gid", reason="DUPLICATE_SKU", message="taken")
    AuditLog.objects.create(actor_name="root", action="run", object_type="JobRun", object_id=str(run.pk))
    Heartbeat.objects.create(part="beat")
    calendar = ExclusionCalendar.objects.create(name="Sale")
    Exclusion.objects.create(calendar=calendar, starts_at=now, ends_at=now + timedelta(days=1), reason="Sale")


def test_every_table_of_the_engine_can_be_seen():
    inside = {inline.model for page in admin.site._registry.values() for inline in page.inlines}
    hidden = [model for model in apps.get_app_config("jobs").get_models() if not admin.site.is_registered(model)]
    assert [model.__name__ for model in hidden if model not in inside] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_lists_and_records_open_and_nothing_can_be_changed(browser, model):
    name = f"admin:jobs_{model._meta.model_name}"
    row = model._default_manager.first()
    change = reverse(f"{name}_change", args=[row.pk])
    assert browser.get(reverse(f"{name}_changelist")).status_code == 200
    page = browser.get(change)
    assert page.status_code == 200
    assert "<script>alert(1)" not in page.content.decode()
    assert browser.get(reverse(f"{name}_add")).status_code == 403
    assert browser.post(change, {}).status_code == 403
    assert browser.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    assert model._default_manager.filter(pk=row.pk).exists()
