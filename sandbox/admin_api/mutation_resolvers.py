"""Lists the resolvers of every mutation."""

from sandbox.admin_api.mutations import (
    bulk_operations,
    fulfillment_orders,
    fulfillments,
    inventory,
    inventory_groups,
    metafield_definitions,
    metafields,
    order_cancel,
    order_edits,
    order_update,
    tags,
    webhook_subscriptions,
)
from sandbox.graphql.resolvers import Resolvers

RESOLVERS = Resolvers(
    bulk_operations.RESOLVERS,
    fulfillment_orders.RESOLVERS,
    fulfillments.RESOLVERS,
    inventory.RESOLVERS,
    inventory_groups.RESOLVERS,
    metafield_definitions.RESOLVERS,
    metafields.RESOLVERS,
    order_cancel.RESOLVERS,
    order_edits.RESOLVERS,
    order_update.RESOLVERS,
    tags.RESOLVERS,
    webhook_subscriptions.RESOLVERS,
)
