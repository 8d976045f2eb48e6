"""What privacy law asks of us through Shopify: who waits to be told what is held of them, and what was done."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from console.frame.needs import Need, need
from console.frame.notes import Note
from console.frame.page import private, render, text
from console.frame.responses import actor, answer
from console.frame.roles import requires
from console.presentation.audit import lines
from jobs.models import AuditLog
from oms.customers import export
from oms.models import OrderHeader, Shop
from webhooks import data_subjects
from webhooks.models import ComplianceRequest, Duty, waiting
from webhooks.services import NotPossible, answer_request, export_held

MOST, SIZE = 20, 50


@need
def open_requests(request: HttpRequest, shop: Shop | None) -> list[Need]:
    """Of every shop, and of those that are not connected any more: the duty stays."""
    return [Need("console/webhooks/needs/asked.html", one, grave=one.pressing) for one in waiting()[:MOST]]


@requires("operator")
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Open requests, the most urgent first; what was done, newest first and page by page."""
    before = text(request, "before")
    done = ComplianceRequest.objects.filter(done_at__isnull=False).select_related("shop").order_by("-pk")
    if before.isdecimal() and len(before) < 19:
        done = done.filter(pk__lt=int(before))
    found = list(done[: SIZE + 1])
    context = {
        "waiting": list(waiting()[:SIZE]),
        "done": found[:SIZE],
        "before": before,
        "older": found[SIZE - 1].pk if len(found) > SIZE else "",
    }
    return render(request, "console/webhooks/privacy/page.html", context)


@requires("operator")
@require_safe
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    """One request; while it is open, who asks and what is held of them."""
    row = get_object_or_404(ComplianceRequest.objects.select_related("shop", "event"), pk=pk)
    deeds = AuditLog.objects.filter(object_type=row._meta.label_lower, object_id=str(pk)).order_by("-at", "-id")
    context = {"duty": row, "deeds": lines(deeds[:SIZE]), "open": row.done_at is None and row.duty == Duty.DATA_REQUEST}
    if context["open"]:
        payload = data_subjects.payload_of(row)
        context |= {"customer": payload.get("customer", {})}
        context |= _held(data_subjects.orders_of(row.shop, row.customer_gid, payload))
    return render(request, "console/webhooks/privacy/duty.html", context, shop=row.shop)


def _held(orders: QuerySet[OrderHeader]) -> dict[str, object]:
    return {"orders": list(orders.order_by("-order_date", "-pk")[:SIZE]), "counted": export.counted(orders)}


@requires("operator")
@require_POST
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """All that is held of the customer as JSON; taking it along leaves an audit row."""
    get_object_or_404(ComplianceRequest.objects.only("pk"), pk=pk)
    try:
        told = export_held(pk, actor(request))
    except NotPossible as error:
        return answer(request, Note(str(error), "warning"), reverse("console:duty", args=[pk]))
    params = {"indent": 2, "ensure_ascii": False}
    response = private(JsonResponse(told, encoder=DjangoJSONEncoder, json_dumps_params=params))
    response["Content-Disposition"] = f'attachment; filename="request-{pk}.json"'
    return response


@requires("operator")
@require_POST
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """The customer was told. Where somebody was faster, the page says who."""
    back = reverse("console:duty", args=[pk])
    get_object_or_404(ComplianceRequest.objects.only("pk"), pk=pk)
    try:
        answer_request(pk, actor(request), request.POST.get("how", "").replace("\x00", ""))
    except NotPossible as error:
        return answer(request, Note(str(error), "warning"), back)
    return answer(request, Note("Noted: the customer was told what is held of them."), back)
