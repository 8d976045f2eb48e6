"""Cancelled items."""

from jobs.categories import Category
from jobs.definition import After, ShopConnected, job
from jobs.engine.run import Run
from jobs.handlers.orders import OrderParameters, import_orders
from jobs.handlers.windows import between
from shopify_client.types import Order


@job(
    name="Cancelled items",
    category=Category.ORDERS,
    group="Import",
    summary=(
        "Check eCommerce for order items that have been canceled and cancel them in the OMS without canceling the "
        "entire order."
    ),
    parameters=OrderParameters,
    schedules=("every 15 minutes", "every 30 minutes", "every 1 hour", "every 6 hours"),
    default="every 1 hour",
    prerequisites=(ShopConnected(), After("initial_load.import_products")),
    chunked=True,
)
def cancelled_items(run: Run, parameters: OrderParameters) -> None:
    import_orders(
        run, parameters, lambda window: between("orders", "updated_at", window), "UPDATED_AT", keep=some_removed
    )


def some_removed(order: Order) -> bool:
    """Only orders of which units were taken away before they were fulfilled; a cancelled order is another job's."""
    lines = order.line_items.nodes if order.line_items else []
    return order.cancelled_at is None and any(line.non_fulfillable_quantity for line in lines)
