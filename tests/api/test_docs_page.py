"""The description of the API: true in openapi.json, and readable as a page without a script."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from console.api.docs_operations import Part, kind
from console.api.openapi import described
from console.api.urls import api
from tests.api.conftest import Call, person
from tests.api.test_access import TABLE, operations

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> str:
    client = Client()
    client.force_login(person("viewer"))
    answer = client.get(reverse("console:api_docs"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_description_names_the_role_of_each_call(call: Call) -> None:
    told = {
        f"{verb} {path.removeprefix('/api')}": one["security"]
        for path, verbs in call("get", "/openapi.json", role="viewer").json()["paths"].items()
        for verb, one in verbs.items()
    }
    assert told == {name: [{"ByToken": [role]}, {"BySession": [role]}] for name, role in TABLE.items()}


def test_every_call_and_every_shape_stands_on_the_page(page: str) -> None:
    for operation in operations():
        verb, path = operation.split()
        assert f"<code>{verb.upper()} /api{path}</code>" in page
    for name in described(api)["components"]["schemas"]:
        assert f'id="shape-{name}"' in page


def test_its_links_lead_somewhere_and_no_name_is_given_twice(page: str) -> None:
    names = re.findall(r' id="([^"]+)"', page)
    assert len(names) == len(set(names))
    assert set(re.findall(r'href="#(shape-[^"]+)"', page)) <= set(names)
    assert "<style" not in page and " style=" not in page


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "string", "minLength": 1, "maxLength": 300}, "string, 1 up to 300 characters"),
        ({"type": "integer", "minimum": 1, "maximum": 2**63 - 1}, "integer, from 1"),
        ({"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]}, "date-time or null"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/RunOut"}}, "list of RunOut"),
        ({"enum": ["skip", "all"], "default": "skip"}, "skip | all, else skip"),
        ({"const": "x"}, "x"),
        ({}, "anything"),
    ],
)
def test_types_in_words(schema: dict[str, object], words: str) -> None:
    assert "".join(part.text for part in kind(schema)) == words


def test_a_shape_is_a_link() -> None:
    assert kind({"$ref": "#/components/schemas/RunOut"}) == [Part("RunOut", "RunOut")]
