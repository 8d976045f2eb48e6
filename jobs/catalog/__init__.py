"""Lists every job by folder and file, in page order."""

JOBS: tuple[str, ...] = (
    "initial_load.import_products",
    "initial_load.import_orders",
    "orders.new_orders",
    "orders.approve_orders",
    "orders.update_orders",
    "orders.cancelled_orders",
    "orders.cancelled_items",
    "orders.returns",
    "products.sync",
    "miscellaneous.reconcile_subscriptions",
    "miscellaneous.purge_history",
)
