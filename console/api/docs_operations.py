"""Turns OpenAPI's description of the calls into what the page shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_BOUNDS = (("minLength", "maxLength", "characters"), ("minimum", "maximum", ""), ("minItems", "maxItems", "of them"))


@dataclass(frozen=True)
class Part:
    """A piece of a type's description; `shape` names the shape it leads to."""

    text: str
    shape: str = ""


@dataclass(frozen=True)
class Field:
    name: str
    kind: list[Part]
    required: bool
    about: str = ""
    place: str = ""


@dataclass(frozen=True)
class Answer:
    status: str
    kind: list[Part]


@dataclass(frozen=True)
class Operation:
    verb: str
    path: str
    name: str
    role: str
    summary: str
    about: str
    parameters: list[Field]
    body: list[Part]
    answers: list[Answer]


@dataclass(frozen=True)
class Shape:
    name: str
    about: str
    fields: list[Field]


def operations(schema: dict[str, Any]) -> dict[str, list[Operation]]:
    """Groups the calls by subject, in the order of the description."""
    found: dict[str, list[Operation]] = {}
    for path, verbs in schema["paths"].items():
        for verb, call in verbs.items():
            found.setdefault(call["tags"][0], []).append(_operation(verb, path, call))
    return found


def shapes(schema: dict[str, Any]) -> list[Shape]:
    """Lists what goes in and comes out, by name."""
    schemas = schema["components"]["schemas"]
    return [Shape(name, schemas[name].get("description", ""), _fields(schemas[name])) for name in sorted(schemas)]


def _operation(verb: str, path: str, call: dict[str, Any]) -> Operation:
    body = call.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    given = [
        Field(one["name"], kind(one["schema"]), one.get("required", False), _about(one), one["in"])
        for one in call.get("parameters", [])
    ]
    (role,) = next(iter(call["security"][0].values()))
    answers = [Answer(str(status), _content(one)) for status, one in call["responses"].items()]
    return Operation(
        verb=verb.upper(),
        path=path,
        name=call["operationId"],
        role=role,
        summary=call["summary"],
        about=call.get("description", ""),
        parameters=given,
        body=kind(body) if body else [],
        answers=answers,
    )


def _about(one: dict[str, Any]) -> str:
    return str(one.get("description") or one["schema"].get("description", ""))


def _content(answer: dict[str, Any]) -> list[Part]:
    schema = answer.get("content", {}).get("application/json", {}).get("schema")
    return kind(schema) if schema else []


def _fields(shape: dict[str, Any]) -> list[Field]:
    needed = shape.get("required", [])
    return [
        Field(name, kind(one), name in needed, str(one.get("description", "")))
        for name, one in shape.get("properties", {}).items()
    ]


def kind(schema: dict[str, Any]) -> list[Part]:
    """`text, 1 to 300 characters`, `list of RunOut`, `open or any`, with what it is when it is left out."""
    parts = list(_kind(schema))
    default = schema.get("default")
    shown = default not in (None, "", [], {}) and not _huge(default)
    return [*parts, Part(f", else {default!s}")] if shown else parts


def _huge(number: Any) -> bool:
    """Whether it is the largest number a column holds, which informs nobody."""
    return isinstance(number, int) and number >= 2**62


def _kind(schema: dict[str, Any]) -> Iterator[Part]:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        yield Part(name, name)
    elif "anyOf" in schema:
        for number, one in enumerate(schema["anyOf"]):
            yield from ([Part(" or ")] if number else [])
            yield from _kind(one)
    elif schema.get("type") == "array":
        yield Part("list of ")
        yield from _kind(schema.get("items", {}))
    elif "enum" in schema:
        yield Part(" | ".join(map(str, schema["enum"])))
    elif "const" in schema:
        yield Part(str(schema["const"]))
    else:
        yield Part(schema.get("format") or schema.get("type") or "anything")
    yield from _bounds(schema)


def _bounds(schema: dict[str, Any]) -> Iterator[Part]:
    for low, high, unit in _BOUNDS:
        least, most = schema.get(low), schema.get(high)
        most = None if _huge(most) else most
        limits = [str(least)] if least is not None else []
        limits += [f"up to {most}"] if most is not None else []
        if limits:
            yield Part(f", {' '.join(limits)}{' ' + unit if unit else ''}" if most is not None else f", from {least}")
