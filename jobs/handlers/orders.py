"""Imports orders by a window of time, or one order alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from integrations.connections import client_for
from integrations.shopify.orders.fetch import fetch_order, fetch_page, gids_of_name
from integrations.shopify.orders.save import Saved, save
from integrations.windows import Window
from jobs.engine.run import Run
from jobs.handlers.one_order import HELP, gid_of, only_order
from jobs.handlers.shopify import shop_of
from jobs.handlers.windows import R, Source, WindowParameters, import_one, import_window
from oms.models import OrderHeader
from shopify_client.client import Client
from shopify_client.pages import Page
from shopify_client.search import Search
from shopify_client.types import Order
from work.shopify_errors import speaking

Asked = Callable[[Window], Search]


@dataclass(frozen=True, kw_only=True)
class OrderParameters(WindowParameters):
    order_id: str = only_order(f"{HELP} The window is not used then.")


def import_orders(
    run: Run,
    parameters: OrderParameters,
    asked: Asked,
    sort_key: str,
    keep: Callable[[Order], bool] = lambda order: True,
) -> None:
    """Import the orders that `asked` finds and `keep` takes, or the one that the parameters name."""
    shop = shop_of(run)
    with speaking():
        client = client_for(shop)

    def page(window: Window, after: str | None, limit: int) -> Page[Order]:
        return fetch_page(client, str(asked(window)), sort_key, after, limit)

    def store(orders: Sequence[Order]) -> None:
        tell(run, save(shop, [order for order in orders if keep(order)], run.row.key))

    source = Source(page, lambda gid: fetch_order(client, gid), lambda order: order.id, store)
    import_chosen(run, parameters, client, source)


def import_chosen(run: Run, parameters: OrderParameters, client: Client, source: Source[R]) -> None:
    """The one order that the parameters name, else the window."""
    if not (typed := parameters.order_id):
        import_window(run, parameters, source)
        return
    with speaking():
        gid = gid_of(shop_of(run), typed, lambda name: gids_of_name(client, name))
    import_one(run, gid, source)


def tell(run: Run, saved: Saved) -> None:
    """Count what was saved and show what became of the first orders."""
    run.count(**{name: number for name, number in saved.counts.items() if number})
    names = OrderHeader.objects.in_bulk([written.pk for written in saved.written])
    for written in saved.written:
        order = names[written.pk]
        action = "created" if written.created else "updated"
        run.change("order", action, order.name, target=order, **dict(written.outcome.units))
