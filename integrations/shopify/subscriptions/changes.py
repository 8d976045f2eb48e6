"""Describes a change of the shop's subscriptions as an effect.

Made once, or found to have been made.
"""

import hashlib
from dataclasses import dataclass
from typing import Literal

from django.db.models import F
from django.db.models.functions import Now

from integrations.effects import Action, Effect, EffectKind
from integrations.effects.action import Answer
from integrations.models import WebhookSubscription
from integrations.shopify.errors import never_arrived
from integrations.shopify.subscriptions import remote
from integrations.shopify.subscriptions.topics import known
from oms.models import Shop
from shopify_client.client import Client

_KINDS = {
    "create": EffectKind.SUBSCRIBE_WEBHOOK,
    "move": EffectKind.MOVE_WEBHOOK,
    "delete": EffectKind.END_WEBHOOK,
}


@dataclass(frozen=True)
class Change:
    """`generation` counts the changes of the topic's subscription: what was made in one is made again in the next."""

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

    def confirmed(self, answer: Answer) -> None:
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
        """Write down why it was refused; the next comparison asks again."""
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
        there = [theirs for theirs in remote.listed(client) if theirs.enum == enum]
        if change.kind == "delete":
            return None if any(theirs.gid == change.gid for theirs in there) else {"gid": change.gid}
        ours = next((theirs for theirs in there if theirs.address == change.address), None)
        return {"gid": ours.gid} if ours else None

    return Action(
        key=change.key,
        kind=_KINDS[change.kind],
        call=call,
        verify=verify,
        never_arrived=never_arrived,
        shop=change.shop,
        request={"topic": change.topic, "address": change.address or change.gid},
        assumed={"gid": change.gid or "gid://shopify/WebhookSubscription/0"},
    )
