"""Defines returns: units that came back, and where they went."""

from django.db import models
from django.db.models import Q

from oms.models.facilities import Facility
from oms.models.fields import Code, Gid, State, Text, created_at, money, not_negative, one_of
from oms.models.orders import OrderHeader
from oms.models.products import Product


class ReturnStatus(models.TextChoices):
    REQUESTED = "RETURN_REQUESTED", "Requested"
    ACCEPTED = "RETURN_ACCEPTED", "Accepted"
    RECEIVED = "RETURN_RECEIVED", "Received"
    COMPLETED = "RETURN_COMPLETED", "Completed"
    CANCELLED = "RETURN_CANCELLED", "Cancelled"


class ReturnHeader(models.Model):
    """One return of an order. `gid` is the shop's return, or the refund where there was no return before it."""

    order = models.ForeignKey(OrderHeader, on_delete=models.CASCADE, related_name="returns", db_index=False)
    gid = Gid()
    name = Code()
    status = State(choices=ReturnStatus)
    refunded = money()
    returned_at = models.DateTimeField(null=True, blank=True)
    created_at = created_at()

    class Meta:
        verbose_name = "return"
        constraints = [
            models.UniqueConstraint(fields=["order", "gid"], name="oms_returnheader_key"),
            one_of("status", ReturnStatus),
            not_negative("refunded"),
        ]

    def __str__(self) -> str:
        return self.name or self.gid


class RestockStatus(models.TextChoices):
    NONE = "", "Not back yet"
    RESTOCKED = "RESTOCKED", "Restocked"
    PENDING_LOCATION = "PENDING_LOCATION", "Its location stands for no facility"
    NO_RESTOCK = "NO_RESTOCK", "Not restocked"


class ReturnItem(models.Model):
    """Units of one line: refunded ones (`gid` the refund's line), or not refunded yet (`gid` the return's line).

    `location_gid` and `put_back_at`: where and when the shop put them back; `facility`: where they are in stock again.
    `damaged_at`: taken out of stock again as damaged.
    """

    header = models.ForeignKey(ReturnHeader, on_delete=models.CASCADE, related_name="items", db_index=False)
    gid = Gid()
    line_gid = Gid()
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, blank=True, related_name="returns")
    quantity = models.IntegerField()
    price = money()
    reason = Code()
    note = Text()
    restock_type = State(default="", db_default="", blank=True)
    restock_status = State(
        choices=RestockStatus, default=RestockStatus.NONE, db_default=RestockStatus.NONE.value, blank=True
    )
    location_gid = Code()
    put_back_at = models.DateTimeField(null=True, blank=True)
    facility = models.ForeignKey(
        Facility, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    damaged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "returned item"
        constraints = [
            models.UniqueConstraint(fields=["header", "gid"], name="oms_returnitem_key"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="oms_returnitem_quantity"),
            models.CheckConstraint(
                condition=~Q(restock_status="RESTOCKED") | Q(facility__isnull=False), name="oms_returnitem_facility"
            ),
            models.CheckConstraint(
                condition=Q(damaged_at__isnull=True) | Q(restock_status="RESTOCKED"), name="oms_returnitem_damaged"
            ),
            one_of("restock_status", RestockStatus),
            not_negative("price"),
        ]
        # They are few, among all that ever came back.
        indexes = [
            models.Index(
                fields=["header"], condition=Q(restock_status="PENDING_LOCATION"), name="oms_returnitem_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.line_gid}"
