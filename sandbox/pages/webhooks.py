"""Shows webhook subscriptions and deliveries: GET /webhooks."""

from typing import TYPE_CHECKING

from sandbox.http.messages import Request, Response
from sandbox.http.router import Routes
from sandbox.pages import layout
from sandbox.pages.html import Content, el
from sandbox.pages.widgets import badge, table
from sandbox.webhooks.delivery import Delivery

if TYPE_CHECKING:
    from sandbox.world import World

ROUTES = Routes()
SHOWN = 200


@ROUTES.get("/webhooks")
def page(world: "World", request: Request) -> Response:
    """Shows the latest deliveries first."""
    with world.store.lock:
        made = list(world.store.tables.webhook_subscriptions.values())
    wanted: list[list[Content]] = [[one.topic, one.uri, f"{one.created_at:%Y-%m-%d %H:%M:%S}"] for one in made]
    sent = [_delivery(one) for one in reversed(world.webhooks.queue.everything()[-SHOWN:])]
    heads = ("No.", "Topic", "About", "Happened", "State", "Tries", "Next or last")
    return layout.page(
        world,
        request,
        "Webhooks",
        el("h2", "Subscriptions"),
        table(("Topic", "Address", "Since"), wanted, empty="Nobody is subscribed."),
        el("h2", "Deliveries"),
        table(heads, sent, empty="Nothing was sent yet.", numbers=("No.", "Tries")),
    )


def _delivery(one: Delivery) -> list[Content]:
    last = one.tries[-1] if one.tries else None
    told = f"{last.status or last.error} after {last.seconds:.2f} s" if last else ""
    if one.state == "waiting":
        told = f"{told} next {one.due_at:%H:%M:%S}".strip()
    happened = f"{one.triggered_at:%Y-%m-%d %H:%M:%S}"
    return [str(one.id), one.topic, one.about, happened, badge(one.state), str(len(one.tries)), told]
