"""Returns."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms

from integrations.connections import client_for
from integrations.shopify.orders.fetch import fetch_page
from integrations.shopify.orders.save import by_number, lock
from integrations.shopify.returns.fetch import OrderWithReturns, fetch_returns
from integrations.shopify.returns.save import save_returns
from integrations.windows import Window
from jobs.categories import Category
from jobs.definition import After, ShopConnected, job
from jobs.engine.run import Run
from jobs.handlers.orders import OrderParameters, import_chosen, tell
from jobs.handlers.shopify import shop_of
from jobs.handlers.windows import Source, between
from jobs.parameters import asks
from oms.models import ReturnHeader, Shop
from oms.returns.restock import restock_waiting
from shopify_client.pages import Page, each
from shopify_client.types import Order
from work.shopify_errors import speaking

ANY = "any"


@dataclass(frozen=True, kw_only=True)
class Parameters(OrderParameters):
    financial_status: str = asks(
        forms.ChoiceField,
        label="Financial status",
        choices=[(ANY, "Any"), ("refunded", "Refunded"), ("partially_refunded", "Partially refunded")],
        initial=ANY,
        help_text="Only returns of orders with this financial status.",
    )


@job(
    name="Returns",
    category=Category.ORDERS,
    group="Import",
    summary=(
        "Check eCommerce for orders that have been returned and create a return for them in the OMS. Returned orders "
        "are also restocked; if inventory is damaged, make sure to log a Damaged variance."
    ),
    parameters=Parameters,
    schedules=("every 15 minutes", "every 1 hour", "every 6 hours"),
    default="every 1 hour",
    prerequisites=(ShopConnected(), After("initial_load.import_products")),
    chunked=True,
)
def returns(run: Run, parameters: Parameters) -> None:
    shop, status = shop_of(run), parameters.financial_status
    with speaking():
        client = client_for(shop)

    def page(window: Window, after: str | None, limit: int) -> Page[OrderWithReturns]:
        asked = between("orders", "updated_at", window)
        if status != ANY:
            asked = asked.where("financial_status", status)
        found = fetch_page(client, str(asked), "UPDATED_AT", after, limit)
        return each(found, lambda order: fetch_returns(client, order.id) if concerned(shop, order) else None)

    def store(records: Sequence[OrderWithReturns]) -> None:
        lock(shop, [came.order.id for came in records])
        for came in sorted(records, key=lambda came: by_number(came.order.id)):
            back = save_returns(shop, came, run.row.key)
            tell(run, back.saved)
            if back.appeased:
                run.count(appeasements=1)
                run.change("appeasement", "updated", came.order.name, target=back.appeased)
            for one in back.kept:
                run.count(**{f"returns_{one.action}": 1})
                if one.action != "unchanged":
                    run.change("return", one.action, one.header.name, target=one.header, order=came.order.name)

    if not parameters.order_id:
        shelve(run, shop)
    source = Source(page, lambda gid: fetch_returns(client, gid), lambda came: came.order.id, store)
    import_chosen(run, parameters, client, source)


def shelve(run: Run, shop: Shop) -> None:
    """What waited for a place goes there now that its location stands for one, whenever it came back."""
    if not run.cursor.get("shelved"):
        with run.chunk():
            run.cursor["shelved"] = True
            for item in restock_waiting(shop.pk, actor=run.row.key):
                run.count(units_restocked=item.quantity)
                name = item.header.order.name
                run.change("return", "restocked", item.header.name, target=item.header, order=name, units=item.quantity)
    # The window finds these units on the shelf, in a dry run too.
    run.premise(lambda: restock_waiting(shop.pk, actor=run.row.key))


def concerned(shop: Shop, order: Order) -> bool:
    """Whether anything of the order may have come back, was paid back, or was known as a return here."""
    lines = order.line_items.nodes if order.line_items else []
    return (
        order.return_status != "NO_RETURN"
        or any(line.current_quantity < line.quantity for line in lines)
        or any(one.kind == "REFUND" for one in order.transactions)
        or ReturnHeader.objects.filter(order__shop=shop, order__gid=order.id).exists()
    )
