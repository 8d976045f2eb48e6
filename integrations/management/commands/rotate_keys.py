"""Encrypts all stored secrets again under the newest key."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from integrations.models import ShopifyConnection


class Command(BaseCommand):
    help = (
        "Encrypt every stored secret anew with the first key of FIELD_KEYS. "
        "Put the new key first, restart, run this, then remove the old key."
    )

    def handle(self, **options: Any) -> None:
        rotated = 0
        for pk in ShopifyConnection.objects.values_list("pk", flat=True):
            with transaction.atomic():
                connection = ShopifyConnection.objects.select_for_update().get(pk=pk)
                for name in ShopifyConnection.SECRETS:
                    setattr(connection, name, getattr(connection, name).rotated())
                connection.save(update_fields=ShopifyConnection.SECRETS)
            rotated += 1
        self.stdout.write(f"Encrypted the secrets of {rotated} connections with the newest key.")
