"""A shop and an OMS in which something waits for every job."""

from datetime import timedelta
from decimal import Decimal

from django.db.models import F
from django.utils import timezone

from integrations.models import WebhookSubscription
from integrations.windows.models import Watermark
from jobs import registry
from jobs.models import State
from sandbox.builders.products import ProductDraft, VariantDraft
from sandbox.rules.cancellation import cancel_order
from sandbox.rules.fulfillment import fulfil
from sandbox.rules.order_details import update_order
from sandbox.rules.order_edits import edit_order
from sandbox.rules.products import create_product, update_product
from sandbox.rules.refund_checks import Refunded
from sandbox.rules.refunds import refund
from tests.engine.support import new_run
from tests.orders.market import Market, line
from tests.subscribing import subscribe_all

SMALL = "LINEN-SHIRT-S"
BEFORE, ADDRESS = "http://127.0.0.1:9/before/", "http://127.0.0.1:9/hooks/shopify/"
UNWANTED, REMOVED, MOVED, WANTED = "returns/update", "orders/updated", "products/update", "returns/request"


def trade(market: Market) -> None:
    """Orders that are known and change (one waits for its payment), one that is new, and goods that come back."""
    changed, cancelled, item, returned = (market.place() for _ in range(4))
    market.place(pay="pending")
    if registry.find("orders.new_orders"):
        market.run("orders.new_orders")
        # The next one is to look an hour back, to where the shop's clock stands.
        Watermark.objects.update(at=F("at") - timedelta(hours=1))
    market.pass_by()
    update_order(market.store, changed, note="Leave it at the door", tags=["late"])
    cancel_order(market.store, cancelled, reason="CUSTOMER", restock=True, refund=None)
    edit_order(market.store, item, {line(item, SMALL).id: 1})
    fulfil(market.store, returned, [(returned.fulfillment_orders[0], None)])
    back = Refunded(
        line=line(returned, SMALL), quantity=1, restock_type="RETURN", location_id=next(iter(market.store.locations))
    )
    refund(market.store, returned, [back])
    market.place((market.medium, 3))
    update_product(market.store, market.store.products[market.small.product_id], title="Blouse", tags=["sale"])
    cap = VariantDraft(values=["L"], price=Decimal("15"), sku="CAP-L", tracked=False)
    create_product(market.store, ProductDraft(title="Cap", handle="cap", variants=[cap], option_names=["Size"]))
    market.pass_by()


def unsettle_subscriptions(market: Market) -> None:
    """One to be made, one to be moved, one to be deleted, and one that the shop has removed."""
    subscribe_all(market.shop, (UNWANTED, REMOVED, MOVED))
    rows = WebhookSubscription.objects.filter(shop=market.shop)
    rows.filter(topic=UNWANTED).update(wanted=False)
    rows.filter(topic=WANTED).update(wanted=True)
    [gone] = [one for one in market.store.tables.webhook_subscriptions.values() if one.topic == "ORDERS_UPDATED"]
    market.world.webhooks.forget(gone)


def age() -> None:
    """Runs of long ago."""
    for _ in range(3):
        new_run(origin="schedule", state=State.SKIPPED, finished_at=timezone.now() - timedelta(days=200))
