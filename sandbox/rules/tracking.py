"""Where a parcel is to be found."""

from sandbox.rules.finishing import finish
from sandbox.rules.holding import change
from sandbox.rules.refused import Refused
from sandbox.state.base import Record
from sandbox.state.records import Fulfillment, Order
from sandbox.state.stamp import later_than
from sandbox.state.store import Store


class Tracking(Record, kw_only=True):
    company: str | None = None
    number: str | None = None
    url: str | None = None


@change
def update_tracking(store: Store, order: Order, fulfillment: Fulfillment, tracking: Tracking) -> Fulfillment:
    if fulfillment.status != "SUCCESS":
        raise Refused("Fulfillment is cancelled: its tracking cannot change", None, ["fulfillmentId"])
    set_tracking(fulfillment, tracking)
    fulfillment.updated_at = later_than(fulfillment.updated_at, store.clock.now())
    finish(store, order)
    store.announce("fulfillments/update", fulfillment, order=order)
    return fulfillment


def set_tracking(fulfillment: Fulfillment, tracking: Tracking) -> None:
    fulfillment.tracking_company = tracking.company
    fulfillment.tracking_number = tracking.number
    fulfillment.tracking_url = tracking.url
