"""One change of the shop's list, as a call that leaves the system: made once, or found to have been made."""

import hashlib
from dataclasses import dataclass
from typing import Literal

from django.db.models import F
from django.db.models.functions import Now

from integrations.effects import Action, Effect
from integrations.effects.action import Answer
from integrations.models import WebhookSubscription
from integrations.shopify.subscriptions import remote
from integrations.shopify.subscriptions.topics import known
from oms.models import Shop
from shopify_client.client import Client

_NAMES = {
    "create": "webhookSubscriptionCreate",
    "move": "webhookSubscriptionUpdate",
    "delete": "webhookSubscriptionDelete",
}


@dataclass(frozen=True)
class Change:
    """`generation` counts the changes of the topic's subscription: what was made in one is made anew in the next."""

    shop: Shop
    topic: str
    kind: Literal["create", "move", "delete"]
    gid: str
    generation: int
    address: str = ""

    @property
    def key(self) -> str:
        where = hashlib.sha256(self.address.encode()).hexdigest()[:8]
        return f"webhook:{self.kind}:{self.shop.pk}:{self.topic}:{self.generation}:{where}"

    def told(self, answer: Answer) -> None:
        """Write down that it was made. Run inside a transaction."""
        made = self.kind != "delete"
        WebhookSubscription.objects.filter(shop=self.shop, topic=self.topic).update(
            present=made,
            gid=answer["gid"] if made else "",
            address=self.address if made else "",
            subscribed_at=Now() if made else None,
            checked_at=Now(),
            error="",
            generation=F("generation") + 1,
        )

    def failed(self, why: str) -> None:
        """Write down why it was refused; the next comparison asks anew."""
        row = WebhookSubscription.objects.filter(shop=self.shop, topic=self.topic)
        row.update(error=why[:1000], generation=F("generation") + 1)


def action(change: Change, client: Client) -> Action:
    def call(_effect: Effect) -> Answer:
        if change.kind == "create":
            return {"gid": remote.create(client, known()[change.topic].enum, change.address)}
        if change.kind == "move":
            return {"gid": remote.move(client, change.gid, change.address)}
        remote.delete(client, change.gid)
        return {"gid": change.gid}

    def verify(_effect: Effect) -> Answer | None:
        """Whether an earlier call arrived whose answer did not."""
        enum = known()[change.topic].enum
        there = [one for one in remote.listed(client) if one.enum == enum]
        if change.kind == "delete":
            return None if any(one.gid == change.gid for one in there) else {"gid": change.gid}
        found = next((one for one in there if one.address == change.address), None)
        return {"gid": found.gid} if found else None

    return Action(
        key=change.key,
        kind=_NAMES[change.kind],
        call=call,
        verify=verify,
        shop=change.shop,
        request={"topic": change.topic, "address": change.address or change.gid},
        assumed={"gid": change.gid or "gid://shopify/WebhookSubscription/0"},
    )
