"""Lines as a bulk operation writes them: one record each, children with __parentId, only what a test cares about."""

import json
from typing import Any

EARLY, LATER = "2026-01-01T10:00:00Z", "2026-02-01T10:00:00Z"


def gid(kind: str, number: int) -> str:
    return f"gid://shopify/{kind}/{number}"


def money(amount: str) -> dict[str, Any]:
    return {"shopMoney": {"amount": amount, "currencyCode": "USD"}}


def product(number: int, **changes: Any) -> dict[str, Any]:
    node = {
        "__typename": "Product",
        "id": gid("Product", number),
        "legacyResourceId": str(number),
        "title": f"Shirt {number}",
        "handle": f"shirt-{number}",
        "descriptionHtml": "<p>Soft</p>",
        "status": "ACTIVE",
        "vendor": "Acme",
        "productType": "Shirts",
        "category": {
            "id": gid("TaxonomyCategory", 0).replace("/0", "/aa-1-13"),
            "name": "Shirts",
            "fullName": "Apparel & Accessories > Clothing > Shirts",
            "level": 3,
            "isLeaf": True,
            "ancestorIds": ["gid://shopify/TaxonomyCategory/aa-1", "gid://shopify/TaxonomyCategory/aa"],
        },
        "tags": ["new", "summer"],
        "createdAt": EARLY,
        "updatedAt": EARLY,
        "isGiftCard": False,
        "hasOnlyDefaultVariant": False,
        "options": [{"id": gid("ProductOption", number), "name": "Colour", "position": 1, "values": ["Red", "Blue"]}],
        "featuredMedia": {"id": gid("MediaImage", number), "preview": {"image": {"url": "https://cdn.example/a.png"}}},
    }
    return {**node, **changes}


def variant(number: int, parent: int, **changes: Any) -> dict[str, Any]:
    node = {
        "__typename": "ProductVariant",
        "id": gid("ProductVariant", number),
        "legacyResourceId": str(number),
        "title": "Red",
        "sku": f"SKU-{number}",
        "barcode": "012345678905",
        "price": "19.90",
        "compareAtPrice": None,
        "position": 1,
        "inventoryPolicy": "DENY",
        "createdAt": EARLY,
        "updatedAt": EARLY,
        "selectedOptions": [{"name": "Colour", "value": "Red"}],
        "inventoryItem": {
            "id": gid("InventoryItem", number),
            "legacyResourceId": str(number),
            "tracked": True,
            "requiresShipping": True,
            "measurement": {"weight": {"unit": "KILOGRAMS", "value": 0.25}},
        },
        "__parentId": gid("Product", parent),
    }
    return {**node, **changes}


def collection(number: int, parent: int, **changes: Any) -> dict[str, Any]:
    node = {
        "__typename": "Collection",
        "id": gid("Collection", number),
        "legacyResourceId": str(number),
        "title": f"Collection {number}",
        "handle": f"collection-{number}",
        "updatedAt": EARLY,
        "__parentId": gid("Product", parent),
    }
    return {**node, **changes}


def address(**changes: Any) -> dict[str, Any]:
    node = {
        "firstName": "Ada",
        "lastName": "Byron",
        "company": None,
        "address1": "1 Main St",
        "address2": None,
        "city": "New York",
        "province": "New York",
        "provinceCode": "NY",
        "countryCodeV2": "US",
        "zip": "10001-1234",
        "phone": None,
    }
    return {**node, **changes}


def transaction(number: int, kind: str, amount: str, parent: int | None = None, **changes: Any) -> dict[str, Any]:
    node = {
        "id": gid("OrderTransaction", number),
        "kind": kind,
        "status": "SUCCESS",
        "gateway": "bogus",
        "test": False,
        "createdAt": EARLY,
        "processedAt": EARLY,
        "errorCode": None,
        "amountSet": money(amount),
        "parentTransaction": {"id": gid("OrderTransaction", parent)} if parent else None,
    }
    return {**node, **changes}


def order(number: int, **changes: Any) -> dict[str, Any]:
    node = {
        "__typename": "Order",
        "id": gid("Order", number),
        "legacyResourceId": str(number),
        "name": f"#{number}",
        "number": number,
        "email": "ada@example.com",
        "createdAt": EARLY,
        "updatedAt": EARLY,
        "processedAt": EARLY,
        "cancelledAt": None,
        "closedAt": None,
        "closed": False,
        "test": False,
        "currencyCode": "USD",
        "displayFinancialStatus": "PAID",
        "displayFulfillmentStatus": "UNFULFILLED",
        "tags": ["vip"],
        "note": "Ring twice",
        "sourceName": "web",
        "discountCodes": ["TEN"],
        "customAttributes": [{"key": "gift", "value": "yes"}],
        "subtotalPriceSet": money("39.80"),
        "totalPriceSet": money("50.00"),
        "totalShippingPriceSet": money("5.00"),
        "totalTaxSet": money("3.20"),
        "totalDiscountsSet": money("2.00"),
        "taxLines": [{"title": "State tax", "rate": 0.08, "priceSet": money("3.20")}],
        "customer": {"id": gid("Customer", number), "firstName": "Ada", "lastName": "Byron"},
        "shippingAddress": address(),
        "billingAddress": address(),
        "transactions": [transaction(number, "SALE", "50.00")],
    }
    return {**node, **changes}


def item(number: int, parent: int, variant_number: int | None = None, **changes: Any) -> dict[str, Any]:
    quantity = changes.get("quantity", 2)
    node = {
        "__typename": "LineItem",
        "id": gid("LineItem", number),
        "name": "Shirt - Red",
        "title": "Shirt",
        "variantTitle": "Red",
        "sku": f"SKU-{variant_number}",
        "quantity": quantity,
        "currentQuantity": quantity,
        "unfulfilledQuantity": quantity,
        "nonFulfillableQuantity": 0,
        "requiresShipping": True,
        "isGiftCard": False,
        "customAttributes": [],
        "variant": {"id": gid("ProductVariant", variant_number)} if variant_number else None,
        "originalUnitPriceSet": money("19.90"),
        "__parentId": gid("Order", parent),
    }
    return {**node, **changes}


def shipping(number: int, parent: int, title: str = "Standard", **changes: Any) -> dict[str, Any]:
    node = {
        "__typename": "ShippingLine",
        "id": gid("ShippingLine", number),
        "title": title,
        "code": title,
        "originalPriceSet": money("5.00"),
        "isRemoved": False,
        "__parentId": gid("Order", parent),
    }
    return {**node, **changes}


def pickup(number: int, parent: int, location: int, lines: list[int]) -> list[dict[str, Any]]:
    """A fulfillment order that the customer collects, and its lines."""
    head = {
        "__typename": "FulfillmentOrder",
        "id": gid("FulfillmentOrder", number),
        "status": "OPEN",
        "requestStatus": "UNSUBMITTED",
        "assignedLocation": {"name": "Shop", "location": {"id": gid("Location", location)}},
        "deliveryMethod": {"id": gid("DeliveryMethod", number), "methodType": "PICK_UP"},
        "__parentId": gid("Order", parent),
    }
    return [head, *(_pickup_line(number * 100 + line, number, line) for line in lines)]


def _pickup_line(number: int, parent: int, line: int) -> dict[str, Any]:
    return {
        "__typename": "FulfillmentOrderLineItem",
        "id": gid("FulfillmentOrderLineItem", number),
        "totalQuantity": 1,
        "remainingQuantity": 1,
        "lineItem": {"id": gid("LineItem", line)},
        "__parentId": gid("FulfillmentOrder", parent),
    }


def jsonl(*nodes: dict[str, Any] | str) -> str:
    """The nodes as lines; a text is a line as it stands."""
    return "".join((node if isinstance(node, str) else json.dumps(node)) + "\n" for node in nodes)
