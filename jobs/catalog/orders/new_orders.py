"""New orders."""

from jobs.categories import Category
from jobs.definition import After, ShopConnected, job
from jobs.engine.run import Run
from jobs.handlers.orders import OrderParameters, import_orders
from jobs.handlers.windows import between


@job(
    name="New orders",
    category=Category.ORDERS,
    group="Import",
    summary="Import new orders from eCommerce.",
    parameters=OrderParameters,
    schedules=("every 5 minutes", "every 15 minutes", "every 30 minutes", "every 1 hour"),
    default="every 15 minutes",
    prerequisites=(ShopConnected(), After("initial_load.import_products")),
    chunked=True,
)
def new_orders(run: Run, parameters: OrderParameters) -> None:
    import_orders(run, parameters, lambda window: between("orders", "created_at", window), "CREATED_AT")
