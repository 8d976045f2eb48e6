"""What the OMS holds of the orders, in the words of orders_told."""

from typing import Any

from oms.models import OrderAddress, OrderHeader, OrderItem, Shop, ShopLocation, ShopProduct


def orders(shop: Shop) -> dict[str, dict[str, Any]]:
    variants = dict(ShopProduct.objects.filter(shop=shop).values_list("product", "gid"))
    places = dict(ShopLocation.objects.filter(shop=shop).values_list("facility__code", "gid"))
    return {order.gid: _order(order, variants, places) for order in OrderHeader.objects.filter(shop=shop)}


def _order(order: OrderHeader, variants: dict[int, str], places: dict[str, str]) -> dict[str, Any]:
    addresses = {one.kind: one for one in order.addresses.all()}
    adjustments = order.adjustments.order_by("kind", "seq")
    return {
        "number": (order.name, order.number),
        "channel": order.channel,
        "date": order.order_date,
        "status": order.status,
        "customer": order.customer_gid,
        "customer_name": order.customer_name,
        "email": order.customer_email,
        "phone": order.customer_phone,
        "currency": order.currency,
        "taxes_included": order.taxes_included,
        "subtotal": order.subtotal,
        "shipping_total": order.shipping_total,
        "tax_total": order.tax_total,
        "discount_total": order.discount_total,
        "grand_total": order.grand_total,
        "current_total": order.current_total,
        "financial_status": order.financial_status,
        "fulfillment_status": order.fulfillment_status,
        "cancel_reason": order.cancel_reason,
        "cancelled": order.cancelled_at,
        "closed": order.closed_at,
        "processed": order.processed_at,
        "updated": order.source_updated_at,
        "note": order.note,
        "tags": order.tags,
        "attributes": order.attributes,
        "ship_to": _address(addresses.get("SHIPPING")),
        "bill_to": _address(addresses.get("BILLING")),
        "units": {(item.line_gid, item.part): _item(item, variants, places) for item in order.items.all()},
        "shipping": list(adjustments.filter(kind="SHIPPING").values_list("name", "code", "amount")),
        "taxes": {f"{one.name} {one.rate:.6f}": one.amount for one in adjustments.filter(kind="TAX")},
        "discounts": list(adjustments.filter(kind="DISCOUNT").values_list("code", "amount")),
        "payments": {one.transaction_gid: _payment(one) for one in order.payments.all()},
        "exceptions": set(order.exceptions.filter(resolved_at=None).values_list("kind", flat=True)),
    }


_ADDRESS = (
    "name", "company", "address1", "address2", "city", "province", "province_code", "country_code", "zip", "phone",
)  # fmt: skip


def _address(address: OrderAddress | None) -> dict[str, str]:
    return {name: getattr(address, name) for name in _ADDRESS} if address else {}


def _item(item: OrderItem, variants: dict[int, str], places: dict[str, str]) -> dict[str, Any]:
    group = item.ship_group
    return {
        "variant": variants.get(item.product_id or 0, ""),
        "name": item.name,
        "variant_title": item.variant_title,
        "sku": item.sku,
        "price": item.price,
        "discounted_price": item.discounted_price,
        "requires_shipping": item.requires_shipping,
        "is_gift_card": item.is_gift_card,
        "attributes": item.attributes,
        "kind": group.kind,
        "requested_method": group.requested_method,
        "method": group.method.code,
        "units": item.quantity,
        "waits_at": places.get(group.facility.code, group.facility.code),
        "status": item.status,
    }


def _payment(payment: Any) -> dict[str, Any]:
    return {
        "kind": payment.kind,
        "status": payment.status,
        "amount": payment.amount,
        "parent": payment.parent_gid,
        "gateway": payment.gateway,
        "error": payment.error_code,
        "currency": payment.currency,
        "processed": payment.processed_at,
    }
