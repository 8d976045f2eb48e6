"""Defines order items, one row for each fate of their units.

A line of the shop's order becomes as many rows.
"""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.functional import classproperty

from oms.models.fields import Code, Gid, State, Text, money, not_negative, one_of
from oms.models.orders import OrderHeader, OrderItemShipGroup
from oms.models.products import Product


class ItemStatus(models.TextChoices):
    CREATED = "ITEM_CREATED", "Created"
    APPROVED = "ITEM_APPROVED", "Approved"
    COMPLETED = "ITEM_COMPLETED", "Completed"
    CANCELLED = "ITEM_CANCELLED", "Cancelled"

    @classproperty
    def OPEN(cls) -> frozenset[str]:
        return frozenset({"ITEM_CREATED", "ITEM_APPROVED"})

    @classproperty
    def TERMINAL(cls) -> frozenset[str]:
        return frozenset({"ITEM_COMPLETED", "ITEM_CANCELLED"})


class ItemPart(models.TextChoices):
    """Which units of the shop's line a row held when it was made. The rows of a line add up to the line's quantity."""

    OPEN = "OPEN", "Still to fulfil"
    COMPLETED = "COMPLETED", "Fulfilled before the import"
    CANCELLED = "CANCELLED", "Removed before fulfilment"


class PresellType(models.TextChoices):
    NONE = "", "Not pre-sold"
    PREORDER = "PREORDER", "Pre-order"
    BACKORDER = "BACKORDER", "Back-order"


class OrderItem(models.Model):
    """Units of one product in an order. Where they wait or ship from is the ship group's facility.

    `promised_date` is what the customer was told and never changes; `current_promise_date` follows the purchase order.
    """

    order = models.ForeignKey(OrderHeader, on_delete=models.CASCADE, related_name="items", db_index=False)
    seq = models.IntegerField()
    line_gid = Gid()
    part = State(choices=ItemPart, default=ItemPart.OPEN, db_default=ItemPart.OPEN.value)
    # NULL only for a custom line, which names no variant at all.
    product = models.ForeignKey(
        Product, on_delete=models.PROTECT, null=True, blank=True, related_name="order_items", db_index=False
    )
    ship_group = models.ForeignKey(OrderItemShipGroup, on_delete=models.PROTECT, related_name="items", db_index=False)
    quantity = models.IntegerField()
    price = money()
    discounted_price = money()
    status = State(choices=ItemStatus, default=ItemStatus.CREATED, db_default=ItemStatus.CREATED.value)
    name = Text()
    variant_title = Text()
    sku = Code(verbose_name="SKU", help_text="as ordered")
    requires_shipping = models.BooleanField(default=True, db_default=True)
    is_gift_card = models.BooleanField(default=False, db_default=False)
    attributes = models.JSONField(default=dict, db_default={}, blank=True, encoder=DjangoJSONEncoder)
    item_group = Code(help_text="items of a group ship together")
    presell_type = State(choices=PresellType, default=PresellType.NONE, db_default=PresellType.NONE.value, blank=True)
    promised_date = models.DateField(null=True, blank=True)
    current_promise_date = models.DateField(null=True, blank=True)
    auto_cancel_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "seq"], name="oms_orderitem_seq"),
            # What the shop had decided before we knew the order is one row; open units may be divided at will.
            models.UniqueConstraint(
                fields=["order", "line_gid", "part"], condition=~Q(part="OPEN"), name="oms_orderitem_key"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="oms_orderitem_quantity"),
            # The units of these two parts were decided by the shop before we knew the order.
            models.CheckConstraint(
                condition=Q(part="OPEN")
                | Q(part="COMPLETED", status="ITEM_COMPLETED")
                | Q(part="CANCELLED", status="ITEM_CANCELLED"),
                name="oms_orderitem_part_status",
            ),
            one_of("status", ItemStatus),
            one_of("part", ItemPart),
            one_of("presell_type", PresellType),
            not_negative("price", "discounted_price"),
        ]
        # Open items are what brokering, pre-sell and stock look for; closed history pays for no index.
        indexes = [
            models.Index(
                fields=["product"],
                condition=Q(status__in=["ITEM_CREATED", "ITEM_APPROVED"]),
                name="oms_orderitem_open_product",
            ),
            models.Index(
                fields=["ship_group"],
                condition=Q(status__in=["ITEM_CREATED", "ITEM_APPROVED"]),
                name="oms_orderitem_open_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.sku or self.name}"
