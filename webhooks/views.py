"""Tells a proxy that deliveries do not go to the console."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

SENTENCE = (
    "Webhooks are taken in by the receiver, not here: have the proxy send /hooks/ to the port of"
    " `uvicorn jobmanager.receiver:application`.\n"
)


@csrf_exempt
@require_POST
def misdirected(request: HttpRequest) -> HttpResponse:
    """421: Shopify comes again, and its list of deliveries shows the sentence."""
    return HttpResponse(SENTENCE, status=421, content_type="text/plain; charset=utf-8")
