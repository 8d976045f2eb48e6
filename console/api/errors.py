"""Answers every refusal in one shape.

`{"error": "a sentence", "fields": {"name": ["…"]}}`
"""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.exceptions import ValidationError as BadColumns
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from jobs.engine.when import BadTiming
from jobs.registry import UnknownJob
from jobs.services import InvalidParameters, NotPossible, PrerequisiteNotMet
from jobs.services.allowed_moments import BadMoment
from jobs.services.schedule_settings import BadSettings


def answer(
    api: NinjaAPI, request: HttpRequest, status: int, error: str, fields: dict[str, Any] | None = None
) -> HttpResponse:
    return api.create_response(request, {"error": error, "fields": fields or {}}, status=status)


def _shape(error: ValidationError) -> dict[str, list[str]]:
    """Lists the complaints by the last names of the places where they stand.

    `{"limit": ["Input should be less than …"]}`
    """
    found: dict[str, list[str]] = {}
    for one in error.errors:
        place = [str(part) for part in one["loc"] if part not in ("body", "query", "path")]
        whole = one["loc"][0] == "body" and len(place) == 1  # then the name is that of our own argument
        found.setdefault("body" if whole else ".".join(place[1:] or place), []).append(str(one["msg"]))
    return found


def register(api: NinjaAPI) -> None:
    """Answers what the services raise by statuses."""

    @api.exception_handler(HttpError)
    def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
        return answer(api, request, error.status_code, str(error))

    @api.exception_handler(ValidationError)
    def _validation(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return answer(api, request, 422, "Some values can't be taken.", _shape(error))

    @api.exception_handler(InvalidParameters)
    def _parameters(request: HttpRequest, error: InvalidParameters) -> HttpResponse:
        fields = {name: [str(each) for each in errors] for name, errors in error.form.errors.items()}
        return answer(api, request, 422, "Some parameters can't be taken.", fields)

    @api.exception_handler(PrerequisiteNotMet)
    def _prerequisite(request: HttpRequest, error: PrerequisiteNotMet) -> HttpResponse:
        mends = [reason.job_key for reason in error.reasons if reason.job_key]
        return answer(api, request, 409, str(error), {"mended_by": mends} if mends else None)

    @api.exception_handler(BadColumns)
    def _columns(request: HttpRequest, error: BadColumns) -> HttpResponse:
        return answer(api, request, 422, "Some values can't be taken.", error.message_dict)

    def _say(status: int) -> Any:
        return lambda request, error: answer(api, request, status, str(error))

    api.add_exception_handler(UnknownJob, _say(404))
    api.add_exception_handler(NotPossible, _say(409))
    api.add_exception_handler(BadSettings, _say(422))
    api.add_exception_handler(BadMoment, _say(422))
    api.add_exception_handler(BadTiming, _say(422))
    api.add_exception_handler(
        ObjectDoesNotExist, lambda request, error: answer(api, request, 404, "There is no such thing.")
    )
