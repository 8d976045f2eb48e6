"""Update orders."""

from jobs.categories import Category
from jobs.definition import After, ShopConnected, job
from jobs.engine.run import Run
from jobs.handlers.orders import OrderParameters, import_orders
from jobs.handlers.windows import between


@job(
    name="Update orders",
    category=Category.ORDERS,
    group="Import",
    summary="Import order updates from eCommerce.",
    parameters=OrderParameters,
    schedules=("every 15 minutes", "every 30 minutes", "every 1 hour", "every 6 hours"),
    default="every 1 hour",
    prerequisites=(ShopConnected(), After("initial_load.import_products")),
    chunked=True,
)
def update_orders(run: Run, parameters: OrderParameters) -> None:
    import_orders(run, parameters, lambda window: between("orders", "updated_at", window), "UPDATED_AT")
