"""Records what the shop changed of a product, field by field."""

from django.db import models
from django.db.models.functions import Now

from oms.models.fields import Code, Text
from oms.models.products import Product


class ProductChange(models.Model):
    """One field's old and new value. Rows are only ever added."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="changes")
    field = Code()
    old = Text()
    new = Text()
    actor = Code(help_text="the key of the job, or the webhook's topic")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["product", "at", "id"]

    def __str__(self) -> str:
        return f"{self.field}: {self.old} to {self.new}"
