"""Lists, creates, moves and deletes the shop's webhook subscriptions."""

from dataclasses import dataclass
from typing import Any

from integrations.effects import EffectRefused
from integrations.shopify.ask import ask, ask_for_all
from shopify_client.client import Client
from shopify_client.errors import AccessDenied, UserErrors

_PAGE = 100


@dataclass(frozen=True)
class Remote:
    """One subscription as the shop has it; `enum` is the Admin API's spelling of the topic."""

    gid: str
    enum: str
    address: str


def listed(client: Client) -> list[Remote]:
    """Those made by this app through the API, which is all that the shop tells."""
    nodes = ask_for_all(client, "webhook_list", {"first": _PAGE, "topics": None})
    return [Remote(node["id"], node["topic"], node["uri"]) for node in nodes]


def create(client: Client, enum: str, address: str) -> str:
    """The new subscription's gid. EffectRefused with Shopify's words."""
    made = _call(client, "webhook_create", {"topic": enum, "webhookSubscription": {"uri": address, "format": "JSON"}})
    return str(made["webhookSubscription"]["id"])


def move(client: Client, gid: str, address: str) -> str:
    made = _call(client, "webhook_update", {"id": gid, "webhookSubscription": {"uri": address}})
    return str(made["webhookSubscription"]["id"])


def delete(client: Client, gid: str) -> None:
    _call(client, "webhook_delete", {"id": gid})


def _call(client: Client, name: str, variables: dict[str, Any]) -> dict[str, dict[str, str]]:
    try:
        answer = ask(client, name, variables)
    except (UserErrors, AccessDenied) as error:
        raise EffectRefused(str(error)) from None
    (made,) = answer.values()
    return dict(made)
