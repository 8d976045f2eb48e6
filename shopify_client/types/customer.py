"""Defines the customer of an order."""

from __future__ import annotations

from shopify_client.types.base import Part


class EmailAddress(Part):
    email_address: str


class PhoneNumber(Part):
    phone_number: str


class Customer(Part):
    id: str
    first_name: str | None = None
    last_name: str | None = None
    default_email_address: EmailAddress | None = None
    default_phone_number: PhoneNumber | None = None

    @property
    def email(self) -> str:
        return self.default_email_address.email_address if self.default_email_address else ""

    @property
    def phone(self) -> str:
        return self.default_phone_number.phone_number if self.default_phone_number else ""
