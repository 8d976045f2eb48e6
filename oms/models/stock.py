"""Defines stock levels, and the ledger whose sums they hold."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from oms.models.facilities import Facility
from oms.models.fields import Code, State, Text, not_negative, one_of
from oms.models.items import OrderItem
from oms.models.products import Product


class ProductFacility(models.Model):
    """What holds for one product at one facility.

    `minimum_stock` is safety stock at a place, and the channel's threshold at a CONFIGURATION facility.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="facilities", db_index=False)
    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="products")
    minimum_stock = models.IntegerField(default=0, db_default=0)
    allow_brokering = models.BooleanField(default=True, db_default=True)
    allow_pickup = models.BooleanField(default=True, db_default=True)

    class Meta:
        verbose_name_plural = "product facilities"
        constraints = [
            models.UniqueConstraint(fields=["product", "facility"], name="oms_productfacility_key"),
            not_negative("minimum_stock"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} at {self.facility_id}"


class InventoryLevel(models.Model):
    """Quantity on hand and available to promise. Both may be negative; `inventory.ledger.record` alone changes them."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="levels", db_index=False)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="levels")
    qoh = models.IntegerField(default=0, db_default=0, verbose_name="on hand")
    atp = models.IntegerField(default=0, db_default=0, verbose_name="available")
    source_updated_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "facility"], name="oms_inventorylevel_key")]

    def __str__(self) -> str:
        return f"{self.product_id} at {self.facility_id}: {self.qoh}/{self.atp}"


class LedgerReason(models.TextChoices):
    RESERVED = "RESERVED", "Reserved"
    UNRESERVED = "UNRESERVED", "Reservation cancelled"
    REJECTED = "REJECTED", "Rejected by the facility"
    ISSUED = "ISSUED", "Shipped"
    EXTERNAL_SALE = "EXTERNAL_SALE", "Sold outside the OMS"
    RETURN = "RETURN", "Return restocked"
    RECEIPT = "RECEIPT", "Received"
    RESET_ATP = "RESET_ATP", "Reset by available"
    RESET_QOH = "RESET_QOH", "Reset by on hand"
    VARIANCE = "VARIANCE", "Variance"


class InventoryDetail(models.Model):
    """One line of the ledger. A trigger refuses every UPDATE and DELETE: a mistake is corrected by another line.

    `key` makes a line idempotent: a second line with the key of a first is not written.
    """

    level = models.ForeignKey(InventoryLevel, on_delete=models.PROTECT, related_name="details")
    at = models.DateTimeField(db_default=Now())
    qoh_diff = models.IntegerField()
    atp_diff = models.IntegerField()
    reason = State(choices=LedgerReason)
    order_item = models.ForeignKey(
        OrderItem, on_delete=models.PROTECT, null=True, blank=True, related_name="ledger", db_index=False
    )
    key = models.CharField(max_length=255, null=True, blank=True)  # noqa: DJ001 - NULL = no key, so never equal
    actor = Code()
    note = Text()

    class Meta:
        verbose_name = "inventory ledger line"
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(key__isnull=False), name="oms_inventorydetail_key"),
            models.CheckConstraint(condition=~Q(qoh_diff=0, atp_diff=0), name="oms_inventorydetail_changes"),
            one_of("reason", LedgerReason),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.qoh_diff:+d}/{self.atp_diff:+d}"
