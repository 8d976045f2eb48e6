"""Defines webhook subscriptions."""

from typing import ClassVar

from sandbox.state.base import Stamped


class WebhookSubscription(Stamped, kw_only=True, gc=False):
    """An app's subscription; `topic` as the enum spells it (ORDERS_CREATE)."""

    GID_TYPE: ClassVar[str] = "WebhookSubscription"
    app_id: str
    topic: str
    uri: str
    format: str = "JSON"
    filter: str | None = None
    include_fields: list[str] = []
    metafield_namespaces: list[str] = []
    name: str | None = None

    @property
    def callback_url(self) -> str:
        return self.uri

    @property
    def metafields(self) -> list[str]:
        return []
