"""Types of what callers send: texts and numbers the database can hold."""

import math
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Schema
from ninja.errors import HttpError
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field

from jobs.models.moments import in_utc

BIGGEST = 2**63 - 1


def _storable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("must not contain a NUL character")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("must be text, without half characters") from None
    return text


def _storable_json(value: Any) -> Any:
    """Checks texts inside lists and mappings too."""
    if isinstance(value, str):
        _storable(value)
    elif isinstance(value, dict):
        for name, each in value.items():
            _storable(name)
            _storable_json(each)
    elif isinstance(value, list):
        for each in value:
            _storable_json(each)
    elif isinstance(value, float) and not math.isfinite(value):
        raise ValueError("must be a number")
    return value


def _in_utc(at: datetime) -> datetime:
    """Leaves what no clock can show to the service's refusal."""
    try:
        return in_utc(at)
    except ValueError:
        return at


Text = Annotated[str, AfterValidator(_storable), Field(max_length=1000)]
Reason = Annotated[str, AfterValidator(_storable), Field(min_length=1, max_length=300)]
Above = Annotated[int, Field(ge=0, le=BIGGEST)]
Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
Id = Annotated[int, Field(ge=1, le=BIGGEST)]
Parameters = Annotated[dict[str, Any], AfterValidator(_storable_json)]


def only_known(request: HttpRequest, query: type[Schema]) -> None:
    """Refuses, with 422, a filter nobody knows: it would silently find everything."""
    if unknown := sorted(set(request.GET) - set(query.model_fields)):
        raise HttpError(422, f"Unknown: {', '.join(unknown)}. There are {', '.join(query.model_fields)}.")


class Body(Schema):
    """What a caller sends: a name that nobody knows is a mistake, not a wish to be ignored."""

    model_config = ConfigDict(extra="forbid")
