"""Answers a customer's request for the data held about them.

What is held can be taken along; that it was answered is noted.
"""

from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from jobs import audit
from jobs.audit import Actor, Deed
from jobs.models import AuditLog
from jobs.services.run_control import NotPossible
from oms.customers import export
from webhooks import data_subjects
from webhooks.handlers import erase
from webhooks.models import ComplianceRequest, Duty

EXPORTED = Deed("compliance.exported", "downloaded what is held of a customer who asked for it,")
ANSWERED = Deed("compliance.answered", "told a customer what is held of them,")


def export_held(pk: int, actor: Actor) -> dict[str, Any]:
    """Collects all that is held of the customer now.

    As {"shop", "asked_at", "customer", "orders"}; "customer" is what the request itself says. Raises NotPossible when
    it was answered already.
    """
    with transaction.atomic():
        row = _open(pk)
        payload = data_subjects.payload_of(row)
        orders = export.whole_orders(data_subjects.orders_of(row.shop, row.customer_gid, payload))
        audit.record(actor, EXPORTED, row, after={"orders": len(orders)})
    return {
        "shop": row.shop.domain,
        "asked_at": row.received_at,
        "customer": payload.get("customer", {}),
        "orders": orders,
    }


def answer_request(pk: int, actor: Actor, how: str) -> ComplianceRequest:
    """The customer got an answer. `how` is the proof. What the request said of them is not kept longer."""
    if not how.strip():
        raise NotPossible("Say how the customer was told.")
    with transaction.atomic():
        row = _open(pk)
        ComplianceRequest.objects.filter(pk=pk).update(done_at=Now())
        erase.erase_event(row.event_id)
        audit.record(actor, ANSWERED, row, before={"open": True}, after={"open": False}, reason=how.strip()[:500])
    row.refresh_from_db()
    return row


def _open(pk: int) -> ComplianceRequest:
    """Locked. Who comes second learns who came first."""
    rows = ComplianceRequest.objects.select_related("shop", "event").select_for_update(of=("self",))
    row = rows.get(pk=pk)
    if row.duty != Duty.DATA_REQUEST:
        raise NotPossible("Nobody has to be told of this: it was done when it came.")
    if row.done_at is not None:
        deeds = AuditLog.objects.filter(object_type=row._meta.label_lower, object_id=str(pk), action=ANSWERED.action)
        who = deeds.values_list("actor_name", flat=True).first() or "Somebody"
        raise NotPossible(f"{who} has answered this request already, on {row.done_at:%Y-%m-%d %H:%M} UTC.")
    return row
