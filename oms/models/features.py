"""Defines product features, which are a shop's options.

An option (Colour) is a feature type, its value (Red) a feature.
"""

from django.db import models

from oms.models.fields import Code, State, not_negative, one_of
from oms.models.products import Product


class ProductFeatureType(models.Model):
    name = models.CharField(max_length=255, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ProductFeature(models.Model):
    """Products that offer a value of the same name under an option of the same name have it in common."""

    type = models.ForeignKey(ProductFeatureType, on_delete=models.PROTECT, related_name="features", db_index=False)
    name = models.CharField(max_length=255)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["type", "name"], name="oms_productfeature_key")]

    def __str__(self) -> str:
        return self.name


class FeatureApplKind(models.TextChoices):
    SELECTABLE = "SELECTABLE", "Offered by the product"
    STANDARD = "STANDARD", "Fixed for the variant"


class ProductFeatureAppl(models.Model):
    """A virtual product offers a feature (SELECTABLE), a variant has it (STANDARD)."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="features", db_index=False)
    feature = models.ForeignKey(ProductFeature, on_delete=models.PROTECT, related_name="applications")
    kind = State(choices=FeatureApplKind)
    position = models.IntegerField(default=0, db_default=0, help_text="of the option, then of its value")
    option_value_gid = Code(
        help_text="the option's value in the shop, where the product offers it: known again under another name"
    )

    class Meta:
        verbose_name = "feature of a product"
        verbose_name_plural = "features of products"
        ordering = ["product", "position"]
        constraints = [
            models.UniqueConstraint(fields=["product", "feature"], name="oms_productfeatureappl_key"),
            one_of("kind", FeatureApplKind),
            not_negative("position"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.feature_id}"
