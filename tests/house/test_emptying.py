"""After a test with real transactions the database is as new, whatever that test did to it."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.test import TransactionTestCase

from jobs.models import AuditLog
from tests.oms import factories

pytestmark = pytest.mark.django_db(transaction=True)


def kept() -> list[object]:
    through = Group.permissions.through.objects.order_by("id").values_list("group_id", "permission_id")
    return [list(Group.objects.order_by("id").values_list("id", "name")), list(through), Permission.objects.count()]


def test_what_came_is_gone_and_what_is_always_there_is_back() -> None:
    new = kept()
    AuditLog.objects.create(actor_name="ada", action="of a test")  # refuses to be deleted, as the ledger does
    factories.shop(name="Of a test")
    Group.objects.get(name="viewer").delete()
    Permission.objects.filter(codename__startswith="add_").delete()
    Group.objects.create(name="of a test")
    type_ = ContentType.objects.create(app_label="of", model="atest")
    assert kept() != new
    TransactionTestCase._fixture_teardown(TransactionTestCase())
    assert kept() == new
    assert not AuditLog.objects.exists()
    assert not factories.Shop.objects.exists()
    assert not ContentType.objects.filter(pk=type_.pk).exists()
