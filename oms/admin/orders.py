"""Shows orders and their parts in Django admin.

The shop and the jobs own them, so they are only read here.
"""

from typing import ClassVar

from django.contrib import admin

from oms.admin.base import BAD, BUSY, GOOD, NEUTRAL, WARN, Admins, RecordAdmin, RecordInline, amount, badge, is_open
from oms.models import (
    OrderAddress,
    OrderAdjustment,
    OrderException,
    OrderHeader,
    OrderItem,
    OrderItemShipGroup,
    OrderPaymentPreference,
    OrderStatusHistory,
)

ORDER_COLOURS = {
    "ORDER_CREATED": BUSY,
    "ORDER_APPROVED": BUSY,
    "ORDER_HOLD": WARN,
    "ORDER_COMPLETED": GOOD,
    "ORDER_CANCELLED": NEUTRAL,
}
ITEM_COLOURS = {
    "ITEM_CREATED": BUSY,
    "ITEM_APPROVED": BUSY,
    "ITEM_COMPLETED": GOOD,
    "ITEM_CANCELLED": NEUTRAL,
}
PAYMENT_COLOURS = {
    "AUTHORIZED": BUSY,
    "SETTLED": GOOD,
    "REFUNDED": NEUTRAL,
    "CANCELLED": NEUTRAL,
    "NOT_RECEIVED": WARN,
    "DECLINED": BAD,
}
BY_ORDER_NAME = "Part of the order's name, for example 1001"


class ItemInline(RecordInline):
    model = OrderItem
    verbose_name_plural = "items"
    fields = ("seq", "product", "sku", "name", "quantity", "discounted_price", "status", "part", "ship_group")
    related = ("product", "ship_group")
    tab = True


class ShipGroupInline(RecordInline):
    model = OrderItemShipGroup
    fields = ("seq", "kind", "facility", "method", "requested_method", "ship_by")
    related = ("facility", "method")
    tab = True


class AddressInline(RecordInline):
    model = OrderAddress
    verbose_name_plural = "addresses"
    fields = ("kind", "name", "company", "address1", "address2", "city", "province", "zip", "country_code", "phone")
    tab = True


class AdjustmentInline(RecordInline):
    model = OrderAdjustment
    verbose_name_plural = "adjustments"
    fields = ("kind", "seq", "name", "code", "rate", "amount", "included")
    tab = True


class PaymentInline(RecordInline):
    model = OrderPaymentPreference
    fields = ("kind", "status", "amount", "currency", "gateway", "processed_at", "error_code")
    tab = True


class HistoryInline(RecordInline):
    model = OrderStatusHistory
    verbose_name_plural = "status history"
    fields = ("at", "from_status", "to_status", "reason", "actor")
    tab = True


class ExceptionInline(RecordInline):
    model = OrderException
    verbose_name_plural = "exceptions"
    fields = ("kind", "message", "raised_at", "resolved_at")
    tab = True


class OrderHeaderAdmin(RecordAdmin):
    list_display = (
        "name",
        "state",
        "order_date",
        "customer_name",
        "channel",
        "total",
        "financial_status",
        "fulfillment_status",
        "shop",
    )
    list_select_related = ("shop",)
    list_filter = ("status",)
    ordering = ("-order_date", "-id")
    search_fields = ("name",)
    search_help_text = BY_ORDER_NAME
    inlines = (
        ItemInline,
        ShipGroupInline,
        AddressInline,
        AdjustmentInline,
        PaymentInline,
        HistoryInline,
        ExceptionInline,
    )
    state = badge("status", ORDER_COLOURS, "status")
    total = amount("grand_total", "total")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("name", "status"),
                    ("order_date", "priority"),
                    ("shop", "channel"),
                    ("store", "gid"),
                    "tags",
                    "note",
                    "attributes",
                )
            },
        ),
        (
            "Customer",
            {"fields": (("customer_name", "customer_email"), ("customer_phone", "customer_gid"), "redacted_at")},
        ),
        (
            "Amounts",
            {
                "fields": (
                    ("currency", "taxes_included"),
                    ("subtotal", "discount_total"),
                    ("shipping_total", "tax_total"),
                    ("grand_total", "current_total"),
                )
            },
        ),
        (
            "At the shop",
            {
                "fields": (
                    ("financial_status", "fulfillment_status"),
                    ("cancelled_at", "cancel_reason"),
                    ("processed_at", "closed_at"),
                    ("source_updated_at", "updated_at"),
                )
            },
        ),
    )


class OrderPartAdmin(RecordAdmin):
    """A table of rows that belong to an order, found by the order's name."""

    search_fields: ClassVar[tuple[str, ...]] = ("order__name",)
    search_help_text = BY_ORDER_NAME
    ordering = ("-id",)
    list_select_related: ClassVar[tuple[str, ...]] = ("order",)


class OrderItemAdmin(OrderPartAdmin):
    list_display = ("order", "sku", "name", "quantity", "cost", "state", "facility")
    list_select_related = ("order", "ship_group__facility")
    list_filter = ("status", "part", "presell_type")
    state = badge("status", ITEM_COLOURS, "status")
    cost = amount("discounted_price", "price")

    @admin.display(description="location")
    def facility(self, row: OrderItem) -> str:
        return str(row.ship_group.facility)


class OrderItemShipGroupAdmin(OrderPartAdmin):
    list_display = ("order", "seq", "kind", "facility", "method", "requested_method", "ship_by")
    list_select_related = ("order", "facility", "method")
    list_filter = ("kind",)


class OrderAddressAdmin(OrderPartAdmin):
    list_display = ("order", "kind", "name", "city", "province_code", "zip", "country_code")
    list_filter = ("kind",)


class OrderAdjustmentAdmin(OrderPartAdmin):
    list_display = ("order", "kind", "name", "code", "sum", "included")
    list_filter = ("kind",)
    sum = amount("amount")


class OrderPaymentPreferenceAdmin(OrderPartAdmin):
    list_display = ("order", "kind", "state", "sum", "gateway", "processed_at")
    list_filter = ("status", "kind")
    state = badge("status", PAYMENT_COLOURS, "status")
    sum = amount("amount")


class OrderStatusHistoryAdmin(OrderPartAdmin):
    list_display = ("at", "order", "item", "from_status", "to_status", "reason", "actor")
    list_select_related = ("order", "item")


class OrderExceptionAdmin(OrderPartAdmin):
    list_display = ("kind", "order", "item", "message", "raised_at", "open")
    list_select_related = ("order", "item")
    list_filter = ("kind",)
    open = is_open()


ADMINS: Admins = {
    OrderHeader: OrderHeaderAdmin,
    OrderItem: OrderItemAdmin,
    OrderItemShipGroup: OrderItemShipGroupAdmin,
    OrderAddress: OrderAddressAdmin,
    OrderAdjustment: OrderAdjustmentAdmin,
    OrderPaymentPreference: OrderPaymentPreferenceAdmin,
    OrderStatusHistory: OrderStatusHistoryAdmin,
    OrderException: OrderExceptionAdmin,
}
