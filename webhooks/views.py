"""The same reception as a plain Django view: for tests, and for set-ups where no process of its own is worth it."""

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from webhooks import wake
from webhooks.intake import verify
from webhooks.intake.keyring import FRESH, RETRY, Keyring
from webhooks.intake.rate_limit import Seldom
from webhooks.intake.verify import Refusal
from webhooks.intake.writer import commit

keyring = Keyring()
alerts = Seldom()


@csrf_exempt
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Raw bytes, signature, one commit, 200. 503 while the database is away: Shopify comes again."""
    try:
        return _receive(request)
    except (OperationalError, InterfaceError):
        return _answer(503, "The database is away; please come again.\n")
    except DatabaseError:
        return _answer(422, "This delivery can't be kept.\n")


def _receive(request: HttpRequest) -> HttpResponse:
    headers = {name.lower(): value for name, value in request.headers.items()}
    keyring.read(FRESH)
    limit: int = settings.WEBHOOK_BODY_LIMIT
    announced = headers.get("content-length", "")
    size = int(announced[:15]) if announced.isdecimal() else 0
    # Read from the stream: Django's own limit for forms would turn a large order into a bare 400.
    body = b"" if size > limit else request.read(limit + 1)
    if size > limit or len(body) > limit:
        row = verify.oversize(headers, max(size, len(body)), limit, keyring)
        if row and alerts.now():
            commit([row])
        return _answer(413, "The body is too large.\n")
    judged = verify.judge(headers, body, keyring)
    if isinstance(judged, Refusal) and keyring.older_than(RETRY):
        keyring.read(RETRY)
        judged = verify.judge(headers, body, keyring)
    if isinstance(judged, Refusal):
        return _answer(judged.status, judged.reason)
    if commit([judged]):
        wake.drain()
    return _answer(200, "")


def _answer(status: int, text: str) -> HttpResponse:
    answer = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    if status == 503:
        answer["Retry-After"] = "10"
    return answer
