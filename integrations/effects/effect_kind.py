"""Lists the kinds of changes that leave the system."""

from django.db.models import TextChoices


class EffectKind(TextChoices):
    """Every kind of change outside, one line each; the value is what the other side calls it."""

    SUBSCRIBE_WEBHOOK = "webhookSubscriptionCreate", "Subscribe a webhook"
    MOVE_WEBHOOK = "webhookSubscriptionUpdate", "Change a webhook's address"
    END_WEBHOOK = "webhookSubscriptionDelete", "End a webhook"

    @classmethod
    def label_of(cls, kind: str) -> str:
        """The kind in words; as it stands, of one that an earlier version made."""
        return str(cls(kind).label) if kind in cls.values else kind
