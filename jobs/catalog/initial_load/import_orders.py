"""Import Orders in Bulk."""

from dataclasses import dataclass

from django import forms

from integrations.shopify.orders import bulk
from jobs.categories import Category
from jobs.definition import After, ShopConnected, job
from jobs.engine.run import Run
from jobs.handlers.shopify import load_everything
from jobs.parameters import asks

OPEN, ANY = "open", "any"
UNSHIPPED, AS_STATUS = "unshipped", "auto"


@dataclass(frozen=True, kw_only=True)
class Parameters:
    status: str = asks(
        forms.ChoiceField,
        label="Order status",
        choices=[(OPEN, "Open"), (ANY, "Any"), ("closed", "Closed"), ("cancelled", "Cancelled")],
        initial=OPEN,
        help_text="Orders that are not open are kept as history and never brokered.",
    )
    fulfillment_status: str = asks(
        forms.ChoiceField,
        label="Fulfillment status",
        choices=[
            (AS_STATUS, "By order status"),
            (UNSHIPPED, "Unshipped"),
            ("partial", "Partially shipped"),
            ("shipped", "Shipped"),
            (ANY, "Any"),
        ],
        initial=AS_STATUS,
        help_text="By order status: unshipped for open orders, any for the others.",
    )
    from_order_id: int | None = asks(
        forms.IntegerField,
        label="From order id",
        required=False,
        min_value=0,
        max_value=2**63 - 1,
        help_text="Only orders with a Shopify order id above this one; empty = from the first.",
    )


@job(
    name="Import Orders in Bulk",
    category=Category.INITIAL_LOAD,
    summary=(
        "Before importing historical orders in bulk, make sure all products are set up or else order import will not "
        "run correctly."
    ),
    parameters=Parameters,
    prerequisites=(ShopConnected(), After("initial_load.import_products")),
    queue="bulk",
    chunked=True,
)
def import_orders(run: Run, parameters: Parameters) -> None:
    load_everything(run, bulk.SUBJECT, search(parameters))


def search(parameters: Parameters) -> str:
    """The parameters as Shopify's search string."""
    status, shipped = parameters.status, parameters.fulfillment_status
    if shipped == AS_STATUS:
        shipped = UNSHIPPED if status == OPEN else ANY
    return bulk.search(
        status="" if status == ANY else status,
        fulfillment_status="" if shipped == ANY else shipped,
        after_id=parameters.from_order_id,
    )
