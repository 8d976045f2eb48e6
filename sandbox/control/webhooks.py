"""Shows subscriptions and deliveries, and makes rare events: /__sandbox/webhooks.

The events are those that no page of the shop makes happen.
"""

from typing import TYPE_CHECKING, Any

import msgspec

from sandbox.access.apps import CLIENT_ID
from sandbox.control.json_body import read_object
from sandbox.http.messages import BadRequest, Request, Response
from sandbox.http.router import Routes
from sandbox.webhooks.payloads.shop import person

if TYPE_CHECKING:
    from sandbox.world import World

ROUTES = Routes()
# Topic of privacy law -> the list of orders in its body; "" = the shop alone.
PRIVACY = {"customers/data_request": "orders_requested", "customers/redact": "orders_to_redact", "shop/redact": ""}


@ROUTES.get("/__sandbox/webhooks")
def everything(world: "World", request: Request) -> Response:
    """Lists all; ?topic= and ?state= narrow the deliveries, newest last."""
    with world.store.lock:
        held = world.store.tables.webhook_subscriptions.values()
        made = [{"gid": one.gid, **msgspec.to_builtins(one)} for one in held]
    found = [
        one.as_json()
        for one in world.webhooks.queue.everything()
        if request.query.get("topic", one.topic) == one.topic and request.query.get("state", one.state) == one.state
    ]
    return Response.json({"subscriptions": made, "deliveries": found})


@ROUTES.delete("/__sandbox/webhooks/{topic}")
def forget(world: "World", request: Request) -> Response:
    """Deletes the subscriptions of a topic (ORDERS_CREATE) silently."""
    topic = request.params["topic"]
    found = [one for one in world.store.tables.webhook_subscriptions.values() if one.topic == topic]
    for one in found:
        world.webhooks.forget(one)
    return Response.json({"deleted": [one.gid for one in found]})


@ROUTES.post("/__sandbox/webhooks/privacy")
def privacy(world: "World", request: Request) -> Response:
    """Sends a topic of privacy law to an address.

    {"topic": "customers/redact", "address": "https://...", "customer_id": 7500000000001}
    """
    given = read_object(request, "topic", "address", "customer_id")
    topic, address = given.get("topic"), given.get("address")
    if topic not in PRIVACY:
        raise BadRequest(f"topic: {topic!r} is none of {', '.join(PRIVACY)}")
    if not isinstance(address, str):
        raise BadRequest("address: say where it is to be sent")
    with world.store.lock:
        payload = person(world.store, _customer(world, topic, given.get("customer_id")), PRIVACY[topic])
    return Response.json(world.webhooks.send_directly(topic, payload, address, CLIENT_ID).as_json(), 201)


@ROUTES.post("/__sandbox/webhooks/uninstall")
def uninstalled(world: "World", request: Request) -> Response:
    """Removes the app, as the merchant does.

    Its tokens open nothing any more, app/uninstalled goes out once, and its subscriptions end.
    """
    world.access.uninstall(CLIENT_ID)
    with world.store.lock:
        world.store.announce("app/uninstalled", world.store.shop)
        for subscription in world.webhooks.subscriptions(CLIENT_ID):
            world.store.discard(subscription)
    return everything(world, request)


@ROUTES.post("/__sandbox/webhooks/install")
def installed(world: "World", request: Request) -> Response:
    """Installs the app again; its static token opens as before."""
    world.access.install(CLIENT_ID)
    return everything(world, request)


def _customer(world: "World", topic: str, number: Any) -> Any:
    if not PRIVACY[topic]:
        return None
    found = world.store.customers.get(number)
    if found is None:
        raise BadRequest(f"customer_id: {number!r} is no customer of this store")
    return found
