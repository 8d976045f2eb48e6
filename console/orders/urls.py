"""Addresses of orders and returns."""

from collections.abc import Sequence

from django.urls import URLPattern, path

from console.frame.order_sections import OrderSection
from console.orders import actions, order, orders


def addresses(sections: Sequence[OrderSection]) -> list[URLPattern]:
    """`sections` are what all rooms show on an order's page."""
    return [
        path("orders/all/", orders.orders, name="orders"),
        path("orders/of-customer/", orders.of_email, name="orders_of_email"),
        path("orders/<int:pk>/", order.order, {"sections": sections}, name="order"),
        path("orders/<int:pk>/approve/", actions.approve, name="order_approve"),
        path("orders/returned/<int:pk>/damaged/", actions.damaged, name="return_damaged"),
    ]
