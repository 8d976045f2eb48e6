"""Defines shipment methods, and where postal codes lie."""

from django.db import models

from oms.models.fields import Code, Text, not_negative


class ShipmentMethod(models.Model):
    """A way of shipping; `oms.defaults` creates the usual ones."""

    STANDARD = "STANDARD"
    PICKUP = "STOREPICKUP"
    DIGITAL = "DIGITAL"

    code = models.CharField(max_length=64, unique=True)
    name = Text()
    delivery_days = models.IntegerField(null=True, blank=True, help_text="days from dispatch to the door")
    # A method nobody configured must not let a parcel leave without a tracking code.
    is_tracking_required = models.BooleanField(default=True, db_default=True)

    class Meta:
        ordering = ["code"]
        constraints = [not_negative("delivery_days")]

    def __str__(self) -> str:
        return self.name or self.code


class PostalCode(models.Model):
    """Where a postal code lies, so that an order without coordinates can be brokered by distance."""

    country = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2")
    code = models.CharField(max_length=16)
    city = Code()
    region = Code()
    latitude = models.FloatField()
    longitude = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "code"], name="oms_postalcode_key"),
            models.CheckConstraint(
                condition=models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="oms_postalcode_position",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country}-{self.code}"
