"""Compares subscriptions when a job finds news that no webhook brought.

One may get lost; or Shopify has removed the subscription, which it does without a word, and then the hourly comparison
is too late.
"""

from integrations.models import WebhookSubscription
from integrations.shopify import subscriptions
from integrations.windows import Window
from jobs.engine.run import Run
from jobs.handlers.shopify import shop_of
from jobs.handlers.start_job import start
from jobs.models import JobRun

RECONCILE = "miscellaneous.reconcile_subscriptions"


def look_into(run: Run, window: Window) -> None:
    """Compare the subscriptions now if this window brought news of a subscribed topic.

    Not when they were compared after the window's end: whatever was gone by then is back already.
    """
    found = int(run.counters.get("created", 0)) + int(run.counters.get("updated", 0))
    if run.row.dry or not found:
        return
    shop, key = shop_of(run), run.row.key
    topics = [topic for topic, known in subscriptions.known().items() if known.backed_by == key]
    heard = WebhookSubscription.objects.filter(
        shop=shop, topic__in=topics, wanted=True, present=True, subscribed_at__lte=window.start
    )
    if not heard.exists():
        return
    if not run.cursor.get("looked"):  # a killed run comes by here twice
        with run.chunk():
            run.count(without_webhook=found)
            run.cursor["looked"] = True
    if JobRun.objects.filter(key=RECONCILE, shop=shop, created_at__gt=window.thru, dry=False).exists():
        return
    with run.chunk():
        if start(run, RECONCILE, shop):
            run.log("No webhook had told of these: the subscriptions are compared with those in Shopify", "warning")
