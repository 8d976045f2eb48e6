"""Defines adjustments and payments of an order."""

from django.db import models
from django.db.models import Q
from django.utils.functional import classproperty

from oms.models.fields import AMOUNT_LIMIT, Code, Gid, State, Text, money, not_negative, one_of
from oms.models.orders import OrderHeader


class AdjustmentKind(models.TextChoices):
    SHIPPING = "SHIPPING", "Shipping"
    TAX = "TAX", "Tax"
    DISCOUNT = "DISCOUNT", "Discount"
    APPEASEMENT = "APPEASEMENT", "Appeasement"


class OrderAdjustment(models.Model):
    """An amount beside the items, signed as it changes the total.

    A discount is 0 or negative, and so is money that was given back without units (an appeasement).

    `included` marks a tax that is already inside the prices and so does not add to the total.
    """

    order = models.ForeignKey(OrderHeader, on_delete=models.CASCADE, related_name="adjustments", db_index=False)
    kind = State(choices=AdjustmentKind)
    seq = models.IntegerField(help_text="position among the order's adjustments of this kind")
    name = Text()
    code = Code(help_text="a discount code, a shipping line's code")
    amount = money()
    rate = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True, help_text="0.08 is 8 %")
    included = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "kind", "seq"], name="oms_orderadjustment_key"),
            one_of("kind", AdjustmentKind),
            models.CheckConstraint(
                condition=Q(kind__in=["DISCOUNT", "APPEASEMENT"], amount__lte=0, amount__gt=-AMOUNT_LIMIT)
                | Q(~Q(kind__in=["DISCOUNT", "APPEASEMENT"]), amount__gte=0, amount__lt=AMOUNT_LIMIT),
                name="oms_orderadjustment_amount",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"


class PaymentKind(models.TextChoices):
    """The channel's transaction kinds (Shopify's OrderTransactionKind)."""

    AUTHORIZATION = "AUTHORIZATION", "Authorisation"
    CAPTURE = "CAPTURE", "Capture"
    CHANGE = "CHANGE", "Change"
    EMV_AUTHORIZATION = "EMV_AUTHORIZATION", "Card reader authorisation"
    REFUND = "REFUND", "Refund"
    SALE = "SALE", "Sale"
    SUGGESTED_REFUND = "SUGGESTED_REFUND", "Suggested refund"
    VOID = "VOID", "Void"

    @classproperty
    def HOLDS(cls) -> frozenset[str]:
        return frozenset({"AUTHORIZATION", "EMV_AUTHORIZATION"})


class PaymentStatus(models.TextChoices):
    NOT_RECEIVED = "NOT_RECEIVED", "Not received"
    AUTHORIZED = "AUTHORIZED", "Authorised"
    SETTLED = "SETTLED", "Settled"
    REFUNDED = "REFUNDED", "Refunded"
    CANCELLED = "CANCELLED", "Cancelled"
    DECLINED = "DECLINED", "Declined"

    @classproperty
    def COUNTS(cls) -> frozenset[str]:
        return frozenset({"AUTHORIZED", "SETTLED"})


class OrderPaymentPreference(models.Model):
    """One payment transaction of an order; `parent_gid` names the authorisation a capture or void belongs to."""

    order = models.ForeignKey(OrderHeader, on_delete=models.CASCADE, related_name="payments", db_index=False)
    transaction_gid = Gid()
    parent_gid = Code()
    kind = State(choices=PaymentKind)
    status = State(choices=PaymentStatus)
    amount = money()
    currency = models.CharField(max_length=3, default="", db_default="", blank=True)
    gateway = Text()
    error_code = Code()
    processed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "payment"
        constraints = [
            models.UniqueConstraint(fields=["order", "transaction_gid"], name="oms_orderpaymentpreference_key"),
            one_of("kind", PaymentKind),
            one_of("status", PaymentStatus),
            not_negative("amount"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount} {self.currency}".strip()

    @property
    def captured(self) -> bool:
        """An authorisation of which nothing is left: its captures, rows of their own, have taken all of it."""
        return self.kind in PaymentKind.HOLDS and self.status == PaymentStatus.SETTLED and not self.amount
