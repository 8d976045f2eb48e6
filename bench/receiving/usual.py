"""What one usually builds: a view that parses, get_or_create and a task for each event; and that task."""

import hashlib
import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.receiving.usual_settings")
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db.models.functions import Now  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402

from bench.receiving import ledger  # noqa: E402
from bench.receiving.sample import SECRET  # noqa: E402
from jobmanager.celery import app  # noqa: E402
from oms.models import Shop  # noqa: E402
from shopify_client.webhooks import verify  # noqa: E402
from webhooks.models import WebhookEvent  # noqa: E402


@app.task(name="bench.usual")
def work(pk: int) -> None:
    """One event, one message."""
    event = WebhookEvent.objects.get(pk=pk)
    json.loads(bytes(event.body))
    ledger.write(event.pk)
    event.state, event.finished_at = "done", Now()
    event.save(update_fields=["state", "finished_at"])


@csrf_exempt
def receive(request: HttpRequest) -> HttpResponse:
    body = request.body
    if not verify(body, request.headers.get("X-Shopify-Hmac-Sha256"), [SECRET]):
        return HttpResponse(status=401)
    shop = Shop.objects.get(domain=request.headers["X-Shopify-Shop-Domain"])
    json.loads(body)
    event, created = WebhookEvent.objects.get_or_create(
        shop=shop,
        topic=request.headers["X-Shopify-Topic"],
        webhook_id=request.headers["X-Shopify-Webhook-Id"],
        defaults={
            "event_id": request.headers["X-Shopify-Event-Id"],
            "body": body,
            "size": len(body),
            "digest": hashlib.sha256(body).digest(),
        },
    )
    if created:
        work.delay(event.pk)
    return HttpResponse(status=200)


urlpatterns = [path("hooks/shopify/", receive)]
application = get_wsgi_application()
