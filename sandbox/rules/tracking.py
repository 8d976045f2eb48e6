"""Updates the tracking of a parcel."""

from sandbox.rules.errors import Refused
from sandbox.rules.finish_change import finish
from sandbox.rules.lock import change
from sandbox.state.base import Record
from sandbox.state.records import Fulfillment, Order
from sandbox.state.store import Store
from sandbox.state.timestamps import later_than


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
