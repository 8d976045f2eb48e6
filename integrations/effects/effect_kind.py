"""Lists the kinds of changes that leave the system."""

from django.db.models import TextChoices


class EffectKind(TextChoices):
    """Every kind of change outside.

    The value is what the other side calls it.
    """

    SUBSCRIBE_WEBHOOK = "webhookSubscriptionCreate", "Subscribe a webhook"
    MOVE_WEBHOOK = "webhookSubscriptionUpdate", "Change a webhook's address"
    END_WEBHOOK = "webhookSubscriptionDelete", "End a webhook"

    @classmethod
    def label_of(cls, kind: str) -> str:
        """The kind in words; as it stands, one of an earlier version."""
        return str(cls(kind).label) if kind in cls.values else kind
