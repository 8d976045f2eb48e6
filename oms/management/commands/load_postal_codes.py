"""Loads or refreshes the postal codes."""

from typing import Any

from django.core.management.base import BaseCommand

from oms.facilities import postal_codes


class Command(BaseCommand):
    help = "Load the places of postal codes, so that orders without coordinates can be brokered by distance."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{postal_codes.load()} postal codes added or changed")
