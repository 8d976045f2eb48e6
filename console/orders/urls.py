"""Addresses of orders and returns."""

from django.urls import URLPattern, path

from console.orders import actions, order, orders

urlpatterns: list[URLPattern] = [
    path("orders/all/", orders.orders, name="orders"),
    path("orders/of-customer/", orders.of_email, name="orders_of_email"),
    path("orders/<int:pk>/", order.order, name="order"),
    path("orders/<int:pk>/approve/", actions.approve, name="order_approve"),
    path("orders/returned/<int:pk>/damaged/", actions.damaged, name="return_damaged"),
]
