"""Defines webhook subscriptions."""

from typing import ClassVar

from sandbox.state.base import Stamped


class WebhookSubscription(Stamped, kw_only=True, gc=False):
    """Describes an app's subscription; `topic` is the enum's (ORDERS_CREATE)."""

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
