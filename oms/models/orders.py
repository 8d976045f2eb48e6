"""Defines orders: the header, its addresses and ship groups."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now, Upper
from django.utils.functional import classproperty

from oms.models.facilities import Facility
from oms.models.fields import Code, Gid, State, Text, created_at, money, not_negative, one_of, position
from oms.models.shipping import ShipmentMethod
from oms.models.shops import Shop
from oms.models.stores import ProductStore


class OrderStatus(models.TextChoices):
    CREATED = "ORDER_CREATED", "Created"
    APPROVED = "ORDER_APPROVED", "Approved"
    HOLD = "ORDER_HOLD", "On hold"
    COMPLETED = "ORDER_COMPLETED", "Completed"
    CANCELLED = "ORDER_CANCELLED", "Cancelled"

    @classproperty
    def OPEN(cls) -> frozenset[str]:
        return frozenset({"ORDER_CREATED", "ORDER_APPROVED", "ORDER_HOLD"})

    @classproperty
    def TERMINAL(cls) -> frozenset[str]:
        return frozenset({"ORDER_COMPLETED", "ORDER_CANCELLED"})


class OrderHeader(models.Model):
    """One order of a shop. Amounts are in `currency`; `current_total` is what is left after edits and refunds."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="orders", db_index=False)
    gid = Gid()
    store = models.ForeignKey(ProductStore, on_delete=models.PROTECT, related_name="orders", db_index=False)
    name = Code(help_text="as the customer reads it, for example #1001")
    number = models.BigIntegerField(null=True, blank=True)
    channel = Code(help_text="web, pos, draft order, or the app that took the order")
    order_date = models.DateTimeField()
    status = State(choices=OrderStatus, default=OrderStatus.CREATED, db_default=OrderStatus.CREATED.value)
    not_approved = Text(help_text="why it was not approved when that was last looked at")
    priority = models.IntegerField(default=0, db_default=0, help_text="higher goes first")
    customer_gid = Code()
    customer_name = Text()
    customer_email = Text()
    customer_phone = Text()
    currency = models.CharField(max_length=3)
    taxes_included = models.BooleanField(default=False, db_default=False)
    subtotal = money()
    shipping_total = money()
    tax_total = money()
    discount_total = money()
    grand_total = money()
    current_total = money()
    financial_status = State(default="", db_default="", blank=True)
    fulfillment_status = State(default="", db_default="", blank=True)
    cancel_reason = State(default="", db_default="", blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    processed_at = models.DateTimeField(null=True, blank=True)
    note = Text()
    tags = ArrayField(models.TextField(), default=list, db_default=[], blank=True)
    attributes = models.JSONField(default=dict, db_default={}, blank=True, encoder=DjangoJSONEncoder)
    source_updated_at = models.DateTimeField(null=True, blank=True)
    source_digest = Code(help_text="of what was read: the shop's time has whole seconds, and may not tell two apart")
    redacted_at = models.DateTimeField(
        null=True, blank=True, help_text="when the customer was taken out of it; whatever the shop says later, for good"
    )
    created_at = created_at()
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "order"
        constraints = [
            models.UniqueConstraint(fields=["shop", "gid"], name="oms_orderheader_key"),
            one_of("status", OrderStatus),
            not_negative("subtotal", "shipping_total", "tax_total", "discount_total", "grand_total", "current_total"),
            models.CheckConstraint(
                condition=~Q(status="ORDER_CANCELLED") | Q(cancelled_at__isnull=False),
                name="oms_orderheader_cancelled_at",
            ),
        ]
        indexes = [
            models.Index(fields=["-order_date", "-id"], name="oms_orderheader_date"),
            # Closed orders are nearly all of them and nobody looks them up by status.
            models.Index(
                fields=["status", "order_date"],
                condition=Q(status__in=["ORDER_CREATED", "ORDER_APPROVED", "ORDER_HOLD"]),
                name="oms_orderheader_open",
            ),
            models.Index(
                fields=["-order_date", "-id"], condition=Q(status="ORDER_CANCELLED"), name="oms_orderheader_off"
            ),
            GinIndex(OpClass(Upper("name"), "gin_trgm_ops"), name="oms_orderheader_search"),
            models.Index(Upper("customer_email"), condition=~Q(customer_email=""), name="oms_orderheader_email"),
        ]

    def __str__(self) -> str:
        return self.name or self.gid


class AddressKind(models.TextChoices):
    SHIPPING = "SHIPPING", "Shipping"
    BILLING = "BILLING", "Billing"


class OrderAddress(models.Model):
    """Where an order goes, or its bill. Coordinates are the channel's, else those of the postal code."""

    order = models.ForeignKey(OrderHeader, on_delete=models.CASCADE, related_name="addresses", db_index=False)
    kind = State(choices=AddressKind)
    name = Text()
    company = Text()
    address1 = Text()
    address2 = Text()
    city = Text()
    province = Text()
    province_code = Code()
    country = Text()
    country_code = Code()
    zip = Code()
    phone = Text()
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "order addresses"
        constraints = [
            models.UniqueConstraint(fields=["order", "kind"], name="oms_orderaddress_key"),
            one_of("kind", AddressKind),
            position("oms_orderaddress"),
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.city, self.country_code) if part)


class ShipGroupKind(models.TextChoices):
    SHIPPING = "SHIPPING", "Shipping"
    PREORDER = "PREORDER", "Pre-order"
    BACKORDER = "BACKORDER", "Back-order"
    PICKUP = "PICKUP", "Store pickup"
    DIGITAL = "DIGITAL", "Digital"


class OrderItemShipGroup(models.Model):
    """Items of an order that wait, or leave, together: one facility (queue or place), one method."""

    order = models.ForeignKey(OrderHeader, on_delete=models.CASCADE, related_name="ship_groups", db_index=False)
    seq = models.IntegerField()
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="ship_groups")
    method = models.ForeignKey(ShipmentMethod, on_delete=models.PROTECT, related_name="ship_groups", db_index=False)
    kind = State(choices=ShipGroupKind, default=ShipGroupKind.SHIPPING, db_default=ShipGroupKind.SHIPPING.value)
    requested_method = Text(help_text="what the customer chose at checkout")
    carrier = Text()
    ship_after = models.DateField(null=True, blank=True)
    ship_by = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "ship group"
        constraints = [
            models.UniqueConstraint(fields=["order", "seq"], name="oms_orderitemshipgroup_key"),
            one_of("kind", ShipGroupKind),
        ]

    def __str__(self) -> str:
        return f"Ship group {self.seq}"
