"""Shows a category's topics on its page."""

from typing import Any

from django.http import HttpRequest

from console.frame.panels import Panel
from console.webhooks.topics import topic_rows
from integrations.shopify.subscriptions import address_problem
from jobs.categories import Category
from oms.models import Shop
from webhooks.topics import of_page


def topics_of(request: HttpRequest, category: Category, shop: Shop | None) -> dict[str, Any] | None:
    topics = of_page(category)
    if not topics or shop is None:
        return None
    return {"rows": topic_rows(shop, topics), "address_problem": address_problem()}


TOPICS = Panel(
    name="webhooks",
    title="Webhooks",
    categories=(Category.ORDERS, Category.PRODUCTS, Category.INVENTORY, Category.MISCELLANEOUS),
    template="console/webhooks/panel.html",
    content=topics_of,
)
