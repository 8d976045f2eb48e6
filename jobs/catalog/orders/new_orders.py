"""New orders."""

from typing import Any

from jobs.categories import Category
from jobs.definition import After, ShopConnected, job
from jobs.engine.run import Run
from jobs.handlers.orders import OrderParameters, between, import_orders


@job(
    name="New orders",
    category=Category.ORDERS,
    summary="Import new orders from eCommerce.",
    parameters=OrderParameters,
    schedules=("every 5 minutes", "every 15 minutes", "every 30 minutes", "every 1 hour"),
    default="every 15 minutes",
    prerequisites=(ShopConnected(), After("initial_load.import_products")),
    chunked=True,
)
def new_orders(run: Run, parameters: dict[str, Any]) -> None:
    import_orders(run, parameters, lambda window: between("created_at", window), "CREATED_AT")
