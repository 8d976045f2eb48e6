"""Defines facilities: warehouses, retail stores, and queues of order items."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from oms.models.fields import Code, State, Text, created_at, not_negative, one_of, position


class FacilityType(models.TextChoices):
    WAREHOUSE = "WAREHOUSE", "Warehouse"
    RETAIL_STORE = "RETAIL_STORE", "Retail store"
    VIRTUAL = "VIRTUAL", "Virtual queue"
    CONFIGURATION = "CONFIGURATION", "Configuration"


class Queue(models.TextChoices):
    """The codes of the virtual facilities that every OMS has; `oms.defaults` creates them."""

    BROKERING = "_NA_", "Brokering queue"
    PRE_ORDER_PARKING = "PRE_ORDER_PARKING", "Pre-order parking"
    BACKORDER_PARKING = "BACKORDER_PARKING", "Back-order parking"
    REJECTED_ITEMS = "REJECTED_ITM_PARKING", "Rejected items"
    UNFILLABLE = "UNFILLABLE_PARKING", "Unfillable"
    UNFILLABLE_HOLD = "UNF_HOLD_PARKING", "Unfillable hold"
    RELEASED_ORDERS = "RELEASED_ORD_PARKING", "Released orders"
    GENERAL_OPS = "GENERAL_OPS_PARKING", "General operations"


class FacilityStatus(models.TextChoices):
    ACTIVE = "ACTIVE", "Active"
    ARCHIVED = "ARCHIVED", "Archived"


class InventorySource(models.TextChoices):
    """Who knows the facility's stock best."""

    OMS = "OMS", "This OMS"
    SHOPIFY = "SHOPIFY", "Shopify"
    EXTERNAL = "EXTERNAL", "Another system's files"


class Facility(models.Model):
    """A place of stock, or a queue in which order items wait (type VIRTUAL)."""

    code = models.CharField(max_length=64, unique=True, help_text="facility id in files and reports")
    external_id = Code(help_text="the id another system (ERP, WMS, POS) uses")
    name = Text()
    type = State(choices=FacilityType)
    latitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)], help_text="degrees north"
    )
    longitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)], help_text="degrees east"
    )
    allow_brokering = models.BooleanField(default=True, db_default=True)
    maximum_order_limit = models.IntegerField(
        null=True, blank=True, help_text="orders a day; empty = unlimited, 0 = none"
    )
    days_to_ship = models.IntegerField(default=1, db_default=1, help_text="days from allocation to dispatch")
    inventory_source = State(choices=InventorySource, default=InventorySource.OMS, db_default=InventorySource.OMS.value)
    status = State(choices=FacilityStatus, default=FacilityStatus.ACTIVE, db_default=FacilityStatus.ACTIVE.value)
    created_at = created_at()

    class Meta:
        verbose_name_plural = "facilities"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="oms_facility_external_id"
            ),
            position("oms_facility"),
            one_of("type", FacilityType),
            one_of("inventory_source", InventorySource),
            one_of("status", FacilityStatus),
            not_negative("maximum_order_limit", "days_to_ship"),
        ]

    def __str__(self) -> str:
        return self.name or self.code


class FacilityGroupType(models.TextChoices):
    BROKERING = "BROKERING", "Brokering"
    CHANNEL = "CHANNEL", "Sales channel"
    PICKUP = "PICKUP", "Store pickup"


class FacilityGroup(models.Model):
    """Facilities that brokering, a channel or pickup treat as one."""

    code = models.CharField(max_length=64, unique=True)
    name = Text()
    type = State(choices=FacilityGroupType)
    facilities = models.ManyToManyField(Facility, through="FacilityGroupMember", related_name="groups")

    class Meta:
        ordering = ["code"]
        constraints = [one_of("type", FacilityGroupType)]

    def __str__(self) -> str:
        return self.name or self.code


class FacilityGroupMember(models.Model):
    """A facility's place in a group, from a moment until another (empty = still)."""

    group = models.ForeignKey(FacilityGroup, on_delete=models.CASCADE, related_name="members")
    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="memberships")
    sequence = models.IntegerField(default=0, db_default=0)
    from_at = models.DateTimeField(db_default=Now())
    thru_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["group", "sequence", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "facility"], condition=Q(thru_at__isnull=True), name="oms_facilitygroupmember_open"
            ),
            models.CheckConstraint(
                condition=Q(thru_at__isnull=True) | Q(thru_at__gte=F("from_at")), name="oms_facilitygroupmember_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facility_id} in {self.group_id}"
