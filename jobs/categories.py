"""Names the categories of the console.

A category is a page, a folder of `jobs/catalog/`, a word operators know.
"""

from django.db.models import TextChoices

_SUMMARIES = {
    "initial_load": "Jobs for initial OMS setup to import all products and orders.",
    "preorder": "Holds the Preorders and Backorders jobs.",
    "orders": "Holds all order jobs.",
    "brokering": "Holds all brokering jobs and occurrence.",
    "fulfillment": "Holds all fulfillment jobs.",
    "inventory": "Holds all inventory jobs.",
    "products": "Holds all product jobs.",
    "miscellaneous": "Holds all uncategorised jobs.",
}


class Category(TextChoices):
    INITIAL_LOAD = "initial_load", "Initial load"
    PREORDER = "preorder", "Pre-order"
    ORDERS = "orders", "Orders"
    BROKERING = "brokering", "Brokering"
    FULFILLMENT = "fulfillment", "Fulfillment"
    INVENTORY = "inventory", "Inventory"
    PRODUCTS = "products", "Products"
    MISCELLANEOUS = "miscellaneous", "Miscellaneous"

    @property
    def summary(self) -> str:
        return _SUMMARIES[self.value]

    @property
    def in_order(self) -> bool:
        """Each of its jobs builds on the one before: its page numbers them."""
        return self in (Category.INITIAL_LOAD,)

    @property
    def slug(self) -> str:
        """The page's address: `initial-load`."""
        return self.value.replace("_", "-")
