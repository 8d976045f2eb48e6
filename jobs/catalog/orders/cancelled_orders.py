"""Cancelled orders."""

from integrations.windows import Window
from jobs.categories import Category
from jobs.definition import After, ShopConnected, job
from jobs.engine.run import Run
from jobs.handlers.orders import OrderParameters, import_orders
from jobs.handlers.windows import between
from shopify_client.search import Search


@job(
    name="Cancelled orders",
    category=Category.ORDERS,
    group="Import",
    summary="Check eCommerce for orders that have been canceled and cancel them in the OMS.",
    parameters=OrderParameters,
    schedules=("every 15 minutes", "every 30 minutes", "every 1 hour"),
    default="every 30 minutes",
    prerequisites=(ShopConnected(), After("initial_load.import_products")),
    chunked=True,
)
def cancelled_orders(run: Run, parameters: OrderParameters) -> None:
    import_orders(run, parameters, asked, "UPDATED_AT", keep=lambda order: order.cancelled_at is not None)


def asked(window: Window) -> Search:
    """Shopify has no search field for the moment of cancellation; a cancellation updates the order."""
    return between("orders", "updated_at", window).where("status", "cancelled")
