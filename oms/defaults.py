"""Creates the queues, configuration facility and shipping methods that orders need.

Created after each migrate, and again when a test empties the tables; what an operator changed is left alone.
"""

from typing import Any

from django.apps import apps as current_apps
from django.apps.registry import Apps

from oms.models.facilities import FacilityType, Queue

CONFIGURATION = "CONFIGURATION"

# code, name, days from dispatch to the door, tracking code needed
SHIPMENT_METHODS = (
    ("STANDARD", "Standard", 5, True),
    ("SECOND_DAY", "Second day", 2, True),
    ("NEXT_DAY", "Next day", 1, True),
    ("STOREPICKUP", "Store pickup", 0, False),
    ("DIGITAL", "Digital delivery", 0, False),
)


def create(apps: Apps = current_apps, **_: Any) -> None:
    """Receiver of post_migrate; `apps` knows only what the migrations have created so far (flush sends none)."""
    try:
        facility, method = apps.get_model("oms", "Facility"), apps.get_model("oms", "ShipmentMethod")
    except LookupError:
        return
    queues = [facility(code=q.value, name=q.label, type=FacilityType.VIRTUAL, allow_brokering=False) for q in Queue]
    configuration = facility(
        code=CONFIGURATION, name="Online channel", type=FacilityType.CONFIGURATION, allow_brokering=False
    )
    facility._default_manager.bulk_create([*queues, configuration], ignore_conflicts=True)
    method._default_manager.bulk_create(
        [
            method(code=code, name=name, delivery_days=days, is_tracking_required=tracking)
            for code, name, days, tracking in SHIPMENT_METHODS
        ],
        ignore_conflicts=True,
    )
