"""A merchant at the store's pages, every form filled in over HTTP: each deed arrives by webhook, or all by the jobs."""

from collections.abc import Callable, Iterator

import pytest

from oms.models import OrderHeader
from tests.orders.market import Market
from tests.sandbox.pages.browsing import Visitor
from webhooks.models import WebhookEvent
from webhooks.processing.handle import drain

pytestmark = pytest.mark.django_db(transaction=True)
CYCLE = ("new_orders", "approve_orders", "update_orders", "cancelled_orders", "cancelled_items", "returns")
Step = Callable[[], object]


class Merchant:
    """Two orders: one that is sent and partly comes back, one that is called off."""

    def __init__(self, market: Market) -> None:
        self.market, self.visitor = market, Visitor(market.neighbour.url)

    def steps(self) -> Iterator[tuple[str, Step]]:
        email = self.market.buyer.email or ""
        send = self.visitor.send
        yield "place", lambda: self._placed(sku1="LINEN-SHIRT-S", units1=3, email=email, pay="pending")
        yield "pay", lambda: send("Pay")
        yield "note and tags", lambda: send("Save", self._place("note"), note="Ring twice", tags="gift")
        yield "edit", lambda: send("Save", self._place("line-"), **{self._field("Save", "line-"): 4})
        yield "refund a unit", lambda: send("Refund", **{self._field("Refund", "line-"): 1, "restock_type": "CANCEL"})
        yield "fulfil", lambda: send("Fulfil")
        yield "return", lambda: send("Create return", **{self._field("Create return", "shipped-"): 1})
        yield "receive", lambda: send("Receive and pay back")
        yield "goodwill", lambda: send("Refund", amount="2.50")
        yield "place another", lambda: self._placed(sku1="MUG", units1=2, email=email, pay="paid")
        yield "cancel", lambda: send("Cancel order", reason="CUSTOMER")

    def _placed(self, **typed: str | int) -> None:
        self.visitor.get("/orders/new")
        self.visitor.send("Place order", **typed)

    def _place(self, field: str) -> int:
        """Which of the forms with the button Save has such a field."""
        saves = [form for form in self.visitor.forms if form.button == "Save"]
        return next(place for place, form in enumerate(saves) if any(name.startswith(field) for name in form.fields))

    def _field(self, button: str, beginning: str) -> str:
        names = [name for form in self.visitor.forms if form.button == button for name in form.fields]
        return next(name for name in names if name.startswith(beginning)).replace("-", "__")


def do(merchant: Merchant, step: Step) -> None:
    merchant.market.pass_by(0.5)
    step()
    assert "told=" in merchant.visitor.address, merchant.visitor.words


def test_each_deed_arrives_by_webhook(heard: Market) -> None:
    merchant = Merchant(heard)
    for name, step in merchant.steps():
        before = WebhookEvent.objects.count()
        do(merchant, step)
        heard.told()
        drain()
        assert WebhookEvent.objects.count() > before, name
        assert heard.unequal() == [] == heard.unequal_returns(), name
    assert not WebhookEvent.objects.exclude(state__in=("done", "ignored")).exists()


def test_the_same_end_is_reached_when_none_arrives(heard: Market) -> None:
    heard.world.faults.plant({"kind": "webhook_lost", "probability": 1.0, "times": None})
    merchant = Merchant(heard)
    for _, step in merchant.steps():
        do(merchant, step)
    heard.pass_by()
    assert not OrderHeader.objects.exists()
    assert len(heard.unequal()) == 2
    for key in CYCLE:
        heard.run(f"orders.{key}", **({} if key == "approve_orders" else {"frequency": 120}))
    assert heard.unequal() == [] == heard.unequal_returns()
    assert not WebhookEvent.objects.exists()
    assert set(OrderHeader.objects.values_list("status", flat=True)) == {"ORDER_COMPLETED", "ORDER_CANCELLED"}
