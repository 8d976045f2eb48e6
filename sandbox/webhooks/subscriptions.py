"""Creates and updates webhook subscriptions.

The caller holds the store's lock.
"""

from collections.abc import Container, Mapping
from typing import Any

from sandbox.rules.errors import Refused
from sandbox.state.store import Store
from sandbox.state.webhook_records import WebhookSubscription
from sandbox.webhooks import addresses

# Shopify names this field whichever of the two was given.
FIELD = ["webhookSubscription", "callbackUrl"]
TAKEN = "Address for this topic has already been taken"
NAME_TAKEN = "Name already exists, no duplicate allowed"
GONE = "Webhook subscription does not exist"
_COPIED = ("format", "filter", "include_fields", "metafield_namespaces", "name")


def of_app(store: Store, app_id: str) -> list[WebhookSubscription]:
    return [one for one in store.tables.webhook_subscriptions.values() if one.app_id == app_id]


def create(
    store: Store, app_id: str, topic: str, given: Mapping[str, Any], plain_hosts: Container[str]
) -> WebhookSubscription:
    now = store.clock.now()
    made = WebhookSubscription(
        id=0, created_at=now, updated_at=now, app_id=app_id, topic=topic, uri=_address(given, plain_hosts)
    )
    _copy(made, given)
    _check_free(store, made)
    made.id = store.next_id(WebhookSubscription.GID_TYPE)
    store.add(made)
    return made


def update(
    store: Store, found: WebhookSubscription, given: Mapping[str, Any], plain_hosts: Container[str]
) -> WebhookSubscription:
    before = found.uri, found.name
    if "uri" in given or "callback_url" in given:
        found.uri = _address(given, plain_hosts)
    found.name = given.get("name", found.name)
    try:
        _check_free(store, found)
    except Refused:
        found.uri, found.name = before
        raise
    _copy(found, given)
    found.updated_at = store.clock.now()
    store.revision += 1
    return found


def _address(given: Mapping[str, Any], plain_hosts: Container[str]) -> str:
    address = given.get("uri") or given.get("callback_url")
    if told := addresses.refusal(address, plain_hosts):
        raise Refused(told, None, FIELD)
    return str(address)


def _copy(record: WebhookSubscription, given: Mapping[str, Any]) -> None:
    for name in _COPIED:
        if given.get(name) is not None:
            setattr(record, name, given[name])


def _check_free(store: Store, record: WebhookSubscription) -> None:
    others = [one for one in of_app(store, record.app_id) if one.id != record.id]
    same = (record.topic, record.uri, record.filter)
    if any((one.topic, one.uri, one.filter) == same for one in others):
        raise Refused(TAKEN, None, FIELD)
    if record.name and any(one.name == record.name for one in others):
        raise Refused(NAME_TAKEN, None, ["webhookSubscription", "name"])
