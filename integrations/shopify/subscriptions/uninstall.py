"""When the app is removed, Shopify ends its subscriptions without a word about each."""

from django.db.models import F
from django.db.models.functions import Now

from integrations.models import WebhookSubscription
from oms.models import Shop


def forget(shop: Shop) -> None:
    """None of them is there any more, and nobody has to be told of each: that the app is gone says it. What is wanted
    stays so, and is subscribed when the shop is connected again.
    """
    WebhookSubscription.objects.filter(shop=shop, present=True).update(
        present=False, gid="", address="", subscribed_at=None, checked_at=Now(), generation=F("generation") + 1
    )
