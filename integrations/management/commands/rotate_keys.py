"""Encrypts all stored secrets again under the newest key."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import models, transaction

from integrations.crypto import EncryptedField


class Command(BaseCommand):
    help = (
        "Encrypt every stored secret again with the first key of FIELD_KEYS. "
        "Put the new key first, restart, run this, then remove the old key."
    )

    def handle(self, **options: Any) -> None:
        for model in apps.get_models():
            names = [field.name for field in model._meta.get_fields() if isinstance(field, EncryptedField)]
            if names:
                many = _rotate(model, names)
                words = model._meta.verbose_name if many == 1 else model._meta.verbose_name_plural
                self.stdout.write(f"Encrypted the secrets of {many} {words} with the newest key.")


def _rotate(model: type[models.Model], names: list[str]) -> int:
    """Rows of the model, whose columns of these names are encrypted again, one transaction each."""
    rows = model._default_manager
    pks = list(rows.values_list("pk", flat=True))
    for pk in pks:
        with transaction.atomic():
            row = rows.select_for_update().get(pk=pk)
            for name in names:
                setattr(row, name, getattr(row, name).rotated())
            row.save(update_fields=names)
    return len(pks)
