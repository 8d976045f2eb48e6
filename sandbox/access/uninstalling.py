"""A merchant removes an app."""

from typing import TYPE_CHECKING

from sandbox.access.apps import CLIENT_ID

if TYPE_CHECKING:
    from sandbox.world import World


def uninstall(world: "World", client_id: str = CLIENT_ID) -> None:
    """Its tokens open nothing any more, it is told once, and its subscriptions end."""
    world.access.uninstall(client_id)
    with world.store.lock:
        world.store.announce("app/uninstalled", world.store.shop)
        for subscription in world.webhooks.subscriptions(client_id):
            world.store.discard(subscription)
