"""Tables, the connected shop, the subscriptions of the storm's topics, the ledger."""

from bench.chaos import setting
from bench.storm import ledger
from bench.storm.posts import TOPICS
from integrations.models import WebhookSubscription
from oms.models import Shop


def prepare(sandbox_url: str) -> None:
    setting.database()
    setting.connect(sandbox_url)
    shop = Shop.objects.get()
    for topic in TOPICS:
        WebhookSubscription.objects.create(shop=shop, topic=topic, wanted=True, present=True)
    ledger.create()
