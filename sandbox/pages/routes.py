"""Lists the addresses of the store's own pages."""

from sandbox.http.router import Routes
from sandbox.pages import (
    fulfillment_actions,
    home,
    new_order,
    order,
    order_actions,
    orders,
    product,
    product_actions,
    products,
    return_actions,
    shop,
    shop_orders,
    stock,
    stylesheet,
    webhooks,
)

ROUTES = Routes(
    fulfillment_actions.ROUTES,
    home.ROUTES,
    new_order.ROUTES,
    order.ROUTES,
    order_actions.ROUTES,
    orders.ROUTES,
    product.ROUTES,
    product_actions.ROUTES,
    products.ROUTES,
    return_actions.ROUTES,
    shop.ROUTES,
    shop_orders.ROUTES,
    stock.ROUTES,
    stylesheet.ROUTES,
    webhooks.ROUTES,
)
