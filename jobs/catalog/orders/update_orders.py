"""Update orders."""

from typing import Any

from jobs.categories import Category
from jobs.definition import After, ShopConnected, job
from jobs.engine.run import Run
from jobs.handlers.orders import OrderParameters, between, import_orders


@job(
    name="Update orders",
    category=Category.ORDERS,
    summary="Import order updates from eCommerce.",
    parameters=OrderParameters,
    schedules=("every 15 minutes", "every 30 minutes", "every 1 hour", "every 6 hours"),
    default="every 1 hour",
    prerequisites=(ShopConnected(), After("initial_load.import_products")),
    chunked=True,
)
def update_orders(run: Run, parameters: dict[str, Any]) -> None:
    import_orders(run, parameters, lambda window: between("updated_at", window), "UPDATED_AT")
