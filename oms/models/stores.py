"""Defines the store: settings that order and stock rules read."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from oms.models.fields import Code, State, created_at, not_negative, one_of


class ApprovalRule(models.TextChoices):
    """What must hold before an order is approved."""

    PAYMENT = "PAYMENT", "Payment authorised or settled"
    TAG = "TAG", "Approval tag"
    PAYMENT_AND_TAG = "PAYMENT_AND_TAG", "Payment and tag"
    MANUAL = "MANUAL", "By hand"


class ProductStore(models.Model):
    """A brand's store: one catalogue and one set of rules, sold through one or more shops."""

    name = models.CharField(max_length=255, unique=True)
    time_zone = models.CharField(max_length=64, default="UTC", db_default="UTC", help_text="days begin here")
    allow_split = models.BooleanField(
        default=True, db_default=True, help_text="may an order leave in more than one shipment"
    )
    approval_rule = State(choices=ApprovalRule, default=ApprovalRule.PAYMENT, db_default=ApprovalRule.PAYMENT.value)
    approval_tag = Code(default="approved", db_default="approved")
    required_attributes = ArrayField(
        models.CharField(max_length=255),
        default=list,
        db_default=[],
        blank=True,
        help_text="additional details that an order needs to be approved, with commas between, as in: ERP customer id",
    )
    auto_cancel_days = models.IntegerField(default=0, db_default=0, help_text="days in a queue; 0 = never")
    reserve_inventory = models.BooleanField(
        default=True, db_default=True, help_text="reservations are made here, so the channel's on-hand number is read"
    )
    hold_preorder_physical_inventory = models.BooleanField(default=True, db_default=True)
    reserve_in_stock_of_mixed_cart = models.BooleanField(default=False, db_default=False)
    affect_qoh_on_rejection = models.BooleanField(default=False, db_default=False)
    auto_damage_on_defective = models.BooleanField(
        default=False, db_default=False, help_text="returned as defective: take it out of stock again as damaged"
    )
    created_at = created_at()

    class Meta:
        ordering = ["name"]
        constraints = [one_of("approval_rule", ApprovalRule), not_negative("auto_cancel_days")]

    def __str__(self) -> str:
        return self.name
