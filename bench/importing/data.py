"""Result files of a bulk operation, of any size, written without keeping them in memory."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

VARIANTS = 4
LINES_OF_AN_ORDER = 9
EARLY = "2026-01-01T10:00:00Z"


def money(cents: int) -> dict[str, Any]:
    return {"shopMoney": {"amount": f"{cents / 100:.2f}", "currencyCode": "USD"}}


def gid(kind: str, number: int) -> str:
    return f"gid://shopify/{kind}/{number}"


def write(path: Path, nodes: Iterator[dict[str, Any]]) -> int:
    """Answer = lines written."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for node in nodes:
            file.write(json.dumps(node, separators=(",", ":")) + "\n")
            count += 1
    return count


def products(count: int) -> Iterator[dict[str, Any]]:
    """Products with four variants each, all products first: children do not stand beside their parents."""
    colours = ["Red", "Blue", "Green", "Black"]
    for number in range(count):
        yield {
            "__typename": "Product",
            "id": gid("Product", number),
            "legacyResourceId": str(number),
            "title": f"Organic cotton shirt no. {number}",
            "handle": f"organic-cotton-shirt-{number}",
            "descriptionHtml": "<p>Soft, light, made to last.</p>" * 5,
            "status": "ACTIVE",
            "vendor": f"Maker {number % 40}",
            "productType": f"Type {number % 25}",
            "tags": ["cotton", f"season-{number % 8}"],
            "createdAt": EARLY,
            "updatedAt": EARLY,
            "options": [{"id": gid("ProductOption", number), "name": "Colour", "position": 1, "values": colours}],
        }
    for number in range(count * VARIANTS):
        yield {
            "__typename": "ProductVariant",
            "id": gid("ProductVariant", number),
            "legacyResourceId": str(number),
            "title": colours[number % VARIANTS],
            "sku": f"SKU-{number:07}",
            "barcode": f"{number:012}",
            "price": "29.90",
            "compareAtPrice": None,
            "position": number % VARIANTS + 1,
            "createdAt": EARLY,
            "updatedAt": EARLY,
            "selectedOptions": [{"name": "Colour", "value": colours[number % VARIANTS]}],
            "inventoryItem": {
                "id": gid("InventoryItem", number),
                "requiresShipping": True,
                "measurement": {"weight": {"unit": "KILOGRAMS", "value": 0.2}},
            },
            "__parentId": gid("Product", number // VARIANTS),
        }


def orders(count: int, variants: int) -> Iterator[dict[str, Any]]:
    """Orders with three items, a shipping line and a fulfillment order each, and all their fields; in runs of 500
    orders, each followed by the children of all 500."""
    for first in range(0, count, 500):
        block = range(first, min(first + 500, count))
        yield from (_order(number) for number in block)
        yield from (line for number in block for line in _lines(number, variants))


def _address(number: int) -> dict[str, Any]:
    return {
        "firstName": "Ada",
        "lastName": f"Lovelace {number % 997}",
        "company": None,
        "address1": f"{number % 900} Main Street",
        "address2": None,
        "city": "Springfield",
        "province": "Illinois",
        "provinceCode": "IL",
        "countryCodeV2": "US",
        "zip": f"{60000 + number % 2000}",
        "phone": "+15555550100",
    }


def _order(number: int) -> dict[str, Any]:
    return {
        "__typename": "Order",
        "id": gid("Order", number),
        "legacyResourceId": str(number),
        "name": f"#{number}",
        "number": number,
        "email": f"customer{number}@example.com",
        "phone": None,
        "createdAt": EARLY,
        "updatedAt": EARLY,
        "processedAt": EARLY,
        "cancelledAt": None,
        "cancelReason": None,
        "closedAt": None,
        "closed": False,
        "confirmed": True,
        "test": False,
        "currencyCode": "USD",
        "presentmentCurrencyCode": "USD",
        "taxesIncluded": False,
        "displayFinancialStatus": "PAID",
        "displayFulfillmentStatus": "UNFULFILLED",
        "returnStatus": "NO_RETURN",
        "tags": ["web", f"week-{number % 52}"],
        "note": None,
        "sourceName": "web",
        "discountCodes": [],
        "customAttributes": [{"key": "source", "value": "newsletter"}],
        "subtotalPriceSet": money(8970),
        "totalPriceSet": money(10187),
        "currentTotalPriceSet": money(10187),
        "totalShippingPriceSet": money(500),
        "totalTaxSet": money(717),
        "totalDiscountsSet": money(0),
        "taxLines": [{"title": "State tax", "rate": 0.08, "priceSet": money(717)}],
        "customer": {"id": gid("Customer", number), "firstName": "Ada", "lastName": "Lovelace"},
        "retailLocation": None,
        "shippingAddress": _address(number),
        "billingAddress": _address(number),
        "transactions": [
            {
                "id": gid("OrderTransaction", number),
                "kind": "SALE",
                "status": "SUCCESS",
                "gateway": "shopify_payments",
                "test": False,
                "createdAt": EARLY,
                "processedAt": EARLY,
                "errorCode": None,
                "amountSet": money(10187),
                "parentTransaction": None,
            }
        ],
    }


def _lines(number: int, variants: int) -> Iterator[dict[str, Any]]:
    parent = gid("Order", number)
    for place in range(3):
        line, variant = number * 3 + place, (number * 7 + place * 13) % variants
        yield {
            "__typename": "LineItem",
            "id": gid("LineItem", line),
            "name": f"Organic cotton shirt - {place}",
            "title": "Organic cotton shirt",
            "variantTitle": "Red",
            "vendor": "Maker 1",
            "sku": f"SKU-{variant:07}",
            "quantity": 1,
            "currentQuantity": 1,
            "unfulfilledQuantity": 1,
            "refundableQuantity": 1,
            "nonFulfillableQuantity": 0,
            "requiresShipping": True,
            "taxable": True,
            "isGiftCard": False,
            "customAttributes": [],
            "variant": {"id": gid("ProductVariant", variant), "legacyResourceId": str(variant)},
            "product": {"id": gid("Product", variant // VARIANTS)},
            "sellingPlan": None,
            "originalUnitPriceSet": money(2990),
            "discountedUnitPriceAfterAllDiscountsSet": money(2990),
            "discountAllocations": [],
            "taxLines": [{"title": "State tax", "rate": 0.08, "priceSet": money(239)}],
            "__parentId": parent,
        }
    yield {
        "__typename": "ShippingLine",
        "id": gid("ShippingLine", number),
        "title": "Standard",
        "code": "Standard",
        "originalPriceSet": money(500),
        "isRemoved": False,
        "__parentId": parent,
    }
    fulfillment = gid("FulfillmentOrder", number)
    yield {
        "__typename": "FulfillmentOrder",
        "id": fulfillment,
        "status": "OPEN",
        "requestStatus": "UNSUBMITTED",
        "assignedLocation": {"name": "Depot", "location": {"id": gid("Location", 1)}},
        "deliveryMethod": {"id": gid("DeliveryMethod", number), "methodType": "SHIPPING"},
        "__parentId": parent,
    }
    for place in range(3):
        yield {
            "__typename": "FulfillmentOrderLineItem",
            "id": gid("FulfillmentOrderLineItem", number * 3 + place),
            "totalQuantity": 1,
            "remainingQuantity": 1,
            "lineItem": {"id": gid("LineItem", number * 3 + place)},
            "__parentId": fulfillment,
        }
