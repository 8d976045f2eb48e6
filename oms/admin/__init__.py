"""Every OMS table in Django admin, by subject as in `oms.models`."""

from oms.admin import facilities, orders, products, returns, shops, stock

__all__ = ["facilities", "orders", "products", "returns", "shops", "stock"]
