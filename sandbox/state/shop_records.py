"""Defines the shop, its locations and its customers."""

from datetime import datetime
from typing import ClassVar

from sandbox.state.base import Node, Record, Stamped


class Address(Record, kw_only=True, gc=False):
    """Describes a MailingAddress or LocationAddress."""

    first_name: str = ""
    last_name: str = ""
    company: str | None = None
    address1: str = ""
    address2: str | None = None
    city: str = ""
    province: str | None = None
    province_code: str | None = None
    country: str = "United States"
    country_code: str = "US"
    zip: str = ""
    phone: str | None = None
    latitude: float | None = None
    longitude: float | None = None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class Shop(Node, kw_only=True, gc=False):
    GID_TYPE: ClassVar[str] = "Shop"
    name: str
    myshopify_domain: str
    email: str
    currency_code: str = "USD"
    iana_timezone: str = "America/New_York"
    plan_name: str = "Grow"
    taxes_included: bool = False
    created_at: datetime


class Location(Stamped, kw_only=True, gc=False):
    GID_TYPE: ClassVar[str] = "Location"
    name: str
    address: Address
    is_active: bool = True
    fulfills_online_orders: bool = True
    is_fulfillment_service: bool = False
    ships_inventory: bool = True


class Customer(Stamped, kw_only=True, gc=False):
    GID_TYPE: ClassVar[str] = "Customer"
    first_name: str
    last_name: str
    email: str | None = None
    phone: str | None = None
    tags: list[str] = []
    note: str | None = None
    verified_email: bool = True
    default_address: Address | None = None

    @property
    def display_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class Event(Node, kw_only=True, gc=False):
    """Describes a BasicEvent.

    Deletions are known by these alone: action "destroy", subject_type "PRODUCT".
    """

    GID_TYPE: ClassVar[str] = "BasicEvent"
    action: str
    subject_type: str
    subject_id: str
    message: str
    created_at: datetime
