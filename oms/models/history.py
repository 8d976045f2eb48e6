"""Records status changes of orders, and exceptions that need a person."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from oms.models.fields import Code, State, Text, one_of
from oms.models.items import OrderItem
from oms.models.orders import OrderHeader


class OrderStatusHistory(models.Model):
    """One change of an order's status, or of one item's (`item` set). Rows are only ever added."""

    order = models.ForeignKey(OrderHeader, on_delete=models.CASCADE, related_name="status_history")
    item = models.ForeignKey(
        OrderItem, on_delete=models.CASCADE, null=True, blank=True, related_name="status_history", db_index=False
    )
    from_status = State(default="", db_default="", blank=True)
    to_status = State()
    reason = Text()
    actor = Code(help_text="a user's name, or the key of the job")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name_plural = "order status history"
        ordering = ["order", "at", "id"]

    def __str__(self) -> str:
        return f"{self.from_status or 'new'} to {self.to_status}"


class OrderExceptionKind(models.TextChoices):
    BAD_ADDRESS = "BAD_ADDRESS", "Shipping address missing or unusable"
    UNKNOWN_SHIPPING_METHOD = "UNKNOWN_SHIPPING_METHOD", "Shipping method not mapped"
    UNKNOWN_PRODUCT = "UNKNOWN_PRODUCT", "Variant not in the catalogue"
    CANCELLED_AFTER_SHIPMENT = "CANCELLED_AFTER_SHIPMENT", "Cancelled in the shop after units had left"


class OrderException(models.Model):
    """Something about an order or one of its items that a person should look at; open until `resolved_at`."""

    order = models.ForeignKey(OrderHeader, on_delete=models.CASCADE, related_name="exceptions", db_index=False)
    item = models.ForeignKey(
        OrderItem, on_delete=models.CASCADE, null=True, blank=True, related_name="exceptions", db_index=False
    )
    kind = State(choices=OrderExceptionKind)
    message = Text()
    raised_at = models.DateTimeField(db_default=Now())
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "kind", "item"],
                condition=Q(resolved_at__isnull=True),
                nulls_distinct=False,
                name="oms_orderexception_open",
            ),
            one_of("kind", OrderExceptionKind),
        ]
        indexes = [models.Index(fields=["order"], name="oms_orderexception_order")]

    def __str__(self) -> str:
        return self.get_kind_display()
