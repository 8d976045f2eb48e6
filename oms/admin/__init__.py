"""Registers every OMS table in Django admin, by subject."""

from oms.admin import facilities, orders, products, returns, shops, stock

__all__ = ["facilities", "orders", "products", "returns", "shops", "stock"]
