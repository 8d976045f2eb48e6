"""Secrets at rest: not in the database, not in a page, not in a repr, and readable after a change of keys."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core import serializers
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection as database
from django.urls import reverse

from integrations.crypto import EncryptedField, Secret
from integrations.models import ShopifyConnection
from jobs.models import AlertTarget
from tests.oms import factories

pytestmark = pytest.mark.django_db
CANARY = "shpat_canary_0123456789abcdef_a1b2"


@pytest.fixture
def stored() -> ShopifyConnection:
    secrets = dict.fromkeys(ShopifyConnection.SECRETS, CANARY)
    return ShopifyConnection.objects.create(shop=factories.shop(), api_version="2026-10", **secrets)


def raw() -> str:
    with database.cursor() as cursor:
        cursor.execute("SELECT row_to_json(c)::text FROM integrations_shopifyconnection c")
        return str(cursor.fetchone()[0])


def test_the_database_holds_no_plain_secret(stored):
    assert "canary" not in raw()
    fresh = ShopifyConnection.objects.get()
    assert {name: getattr(fresh, name).reveal() for name in ShopifyConnection.SECRETS} == dict.fromkeys(
        ShopifyConnection.SECRETS, CANARY
    )


def test_no_text_form_of_a_connection_shows_a_secret(stored):
    dump = serializers.serialize("json", [stored])
    for text in (
        repr(stored),
        str(stored),
        repr(stored.access_token),
        f"{stored.access_token}",
        str(vars(stored)),
        dump,
    ):
        assert CANARY not in text
    assert CANARY not in repr(ShopifyConnection(access_token=CANARY).__dict__)


def test_a_dump_can_be_loaded_again(stored):
    dump = serializers.serialize("json", [stored])
    ShopifyConnection.objects.all().delete()
    for item in serializers.deserialize("json", dump):
        item.save()
    assert ShopifyConnection.objects.get().access_token.reveal() == CANARY


def test_saving_again_keeps_the_secret_and_its_time(stored):
    before = ShopifyConnection.objects.get().access_token
    again = ShopifyConnection.objects.get()
    again.message = "x"
    again.save()
    after = ShopifyConnection.objects.get().access_token
    assert (after.stored, after.set_at) == (before.stored, before.set_at)
    assert abs(after.set_at - datetime.now(UTC)) < timedelta(minutes=1)


def test_keys_rotate(stored, settings):
    old_keys = list(settings.FIELD_KEYS)
    new = Fernet.generate_key().decode()
    before = ShopifyConnection.objects.get().access_token.set_at
    settings.FIELD_KEYS = [new, *old_keys]
    call_command("rotate_keys")
    settings.FIELD_KEYS = [new]
    after = ShopifyConnection.objects.get().access_token
    assert after.reveal() == CANARY
    assert after.set_at == before
    settings.FIELD_KEYS = old_keys
    with pytest.raises(ImproperlyConfigured, match="FIELD_KEYS") as error:
        after.reveal()
    assert after.stored not in str(error.value)


def test_no_secret_of_any_table_stays_under_the_old_key(stored, settings):
    AlertTarget.objects.create(name="ops", kind="webhook", address="https://example.com/hook", secret=CANARY)
    new = Fernet.generate_key().decode()
    settings.FIELD_KEYS = [new, *settings.FIELD_KEYS]
    call_command("rotate_keys")
    settings.FIELD_KEYS = [new]
    encrypted = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, EncryptedField)
    }
    assert {model for model, _ in encrypted} == {ShopifyConnection, AlertTarget}
    for model, name in encrypted:
        assert getattr(model.objects.get(), name).reveal() is not None
    assert AlertTarget.objects.get().secret.reveal() == CANARY


def test_an_empty_secret():
    empty = Secret.seal("")
    assert (empty.reveal(), bool(empty), str(empty), empty.set_at) == ("", False, "", None)
    assert Secret.seal("short").ending == "…"


@pytest.fixture
def browser(client):
    client.force_login(get_user_model().objects.create_superuser("root", "r@example.com", "correct horse battery"))
    return client


def test_the_admin_shows_when_a_secret_was_set_and_how_it_ends(browser, stored):
    change = reverse("admin:integrations_shopifyconnection_change", args=[stored.pk])
    for url in (reverse("admin:integrations_shopifyconnection_changelist"), change):
        page = browser.get(url).content.decode()
        assert CANARY not in page
        assert stored.access_token.stored not in page
        assert "ends in …a1b2" in page


def test_a_missing_key_is_told_where_the_secret_would_be(browser, stored, settings):
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    page = browser.get(reverse("admin:integrations_shopifyconnection_changelist"))
    assert "FIELD_KEYS lacks" in page.content.decode()


def form(stored, **values):
    base = {"shop": stored.shop_id, "api_version": "2026-10", "grant_type": "permanent", "client_id": "key"}
    return {**base, "base_url": "", **values}


def test_an_empty_field_keeps_the_secret_and_a_filled_one_replaces_it(browser, stored):
    url = reverse("admin:integrations_shopifyconnection_change", args=[stored.pk])
    ShopifyConnection.objects.update(status="NEEDS_ATTENTION", message="refused")
    assert browser.post(url, form(stored)).status_code == 302
    kept = ShopifyConnection.objects.get()
    assert (kept.access_token.reveal(), kept.status, kept.client_id) == (CANARY, "NEEDS_ATTENTION", "key")
    assert browser.post(url, form(stored, new_access_token="shpat_new", new_client_secret="newer")).status_code == 302
    new = ShopifyConnection.objects.get()
    assert (new.access_token.reveal(), new.status, new.message) == ("shpat_new", "CONNECTED", "")
    assert (new.client_secret.reveal(), new.previous_client_secret.reveal()) == ("newer", CANARY)


def test_a_refused_form_does_not_give_the_secret_back(browser, stored):
    url = reverse("admin:integrations_shopifyconnection_change", args=[stored.pk])
    page = browser.post(url, form(stored, new_access_token="shpat_new", base_url="http://169.254.169.254"))
    assert page.status_code == 200
    assert "neither" in page.content.decode()
    assert "shpat_new" not in page.content.decode()
    assert ShopifyConnection.objects.get().access_token.reveal() == CANARY
