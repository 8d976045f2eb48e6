"""Shows and answers customers' requests for their data.

Shopify forwards them, as privacy law asks.
"""

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from console.frame.needs import Need, looks_for
from console.frame.notes import Note
from console.frame.page import private, render
from console.frame.request_text import from_address, from_form
from console.frame.responses import actor, answer
from console.frame.roles import requires
from console.lists.paging import BY_ID
from console.presentation.audit import lines
from jobs.models import AuditLog
from oms.customers import export
from oms.models import OrderHeader, Shop
from webhooks import data_subjects
from webhooks.models import ComplianceRequest, Duty, waiting
from webhooks.services import NotPossible, answer_request, export_held

MOST, SIZE = 20, 50


@looks_for(waiting())
def open_requests(request: HttpRequest, shop: Shop | None) -> list[Need]:
    """Lists open requests of all shops, also of disconnected ones.

    The duty stays.
    """
    return [Need("console/webhooks/needs/asked.html", asked, grave=asked.pressing) for asked in waiting()[:MOST]]


@requires("operator")
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Lists open requests, the most urgent first, and answered ones."""
    before = from_address(request, "before")
    done = ComplianceRequest.objects.filter(done_at__isnull=False).select_related("shop")
    page = BY_ID.page(done, before, SIZE)
    context = {
        "waiting": list(waiting()[:SIZE]),
        "done": page.rows,
        "before": before,
        "older": page.next,
    }
    return render(request, "console/webhooks/privacy/page.html", context)


@requires("operator")
@require_safe
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows one request; while open, who asks and what is held."""
    row = get_object_or_404(ComplianceRequest.objects.select_related("shop", "event"), pk=pk)
    deeds = AuditLog.objects.filter(object_type=row._meta.label_lower, object_id=str(pk)).order_by("-at", "-id")
    context = {"duty": row, "deeds": lines(deeds[:SIZE]), "open": row.done_at is None and row.duty == Duty.DATA_REQUEST}
    if context["open"]:
        payload = data_subjects.payload_of(row)
        context |= {"customer": payload.get("customer", {})}
        context |= _held(data_subjects.orders_of(row.shop, row.customer_gid, payload))
    return render(request, "console/webhooks/privacy/duty.html", context, shop=row.shop)


def _held(orders: QuerySet[OrderHeader]) -> dict[str, object]:
    return {"orders": list(orders.order_by("-order_date", "-pk")[:SIZE]), "counted": export.counts(orders)}


@requires("operator")
@require_POST
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Exports all that is held of the customer, with an audit row."""
    get_object_or_404(ComplianceRequest.objects.only("pk"), pk=pk)
    try:
        export_of_all = export_held(pk, actor(request))
    except NotPossible as error:
        return answer(request, Note(str(error), "warning"), reverse("console:duty", args=[pk]))
    params = {"indent": 2, "ensure_ascii": False}
    response = private(JsonResponse(export_of_all, encoder=DjangoJSONEncoder, json_dumps_params=params))
    response["Content-Disposition"] = f'attachment; filename="request-{pk}.json"'
    return response


@requires("operator")
@require_POST
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """Notes that the customer was answered; names who was faster."""
    back = reverse("console:duty", args=[pk])
    get_object_or_404(ComplianceRequest.objects.only("pk"), pk=pk)
    try:
        answer_request(pk, actor(request), from_form(request, "how"))
    except NotPossible as error:
        return answer(request, Note(str(error), "warning"), back)
    return answer(request, Note("Noted: the customer was told what is held of them."), back)
