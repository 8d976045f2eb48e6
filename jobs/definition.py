"""Turns a card and a function into a `JobDefinition`.

`@job(...)` does it, on a function of one file.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import TextChoices

from jobs.categories import Category

if TYPE_CHECKING:
    from jobs.engine.run import Run

Handler = Callable[["Run", dict[str, Any]], None]
_CATALOG = "jobs.catalog."


class Writes(TextChoices):
    """What a run changes, shown before it starts."""

    OMS = "oms", "OMS"
    SHOPIFY = "shopify", "Shopify"
    FILES = "files", "Files"
    MAIL = "mail", "E-mail"


class NoParameters(forms.Form):
    """A job that asks nothing."""


@dataclass(frozen=True)
class After:
    """The job `key` has finished for the same shop and isn't running now."""

    key: str


@dataclass(frozen=True)
class ShopConnected:
    """The shop has a connection that works."""


@dataclass(frozen=True)
class Scope:
    """The shop has granted this access scope, for example `write_orders`."""

    name: str


Prerequisite = After | ShopConnected | Scope


@dataclass(frozen=True)
class JobDefinition:
    """A card. `key` is `<folder>.<file>` under `jobs/catalog/`, so it can't disagree with the tree.

    `chunked` jobs commit by `run.chunk()`; the others run in one transaction together with their own end.
    `concurrency`: how many runs of it may be under way for one shop.
    """

    key: str
    name: str
    category: Category
    summary: str
    parameters: type[forms.Form]
    schedules: tuple[str, ...]
    default: str | None
    prerequisites: tuple[Prerequisite, ...]
    writes: tuple[Writes, ...]
    queue: str
    chunked: bool
    handler: Handler
    concurrency: int = 1

    @property
    def folder(self) -> str:
        return self.key.partition(".")[0]

    def clean(self, raw: dict[str, Any]) -> forms.Form:
        """The form bound to `raw`, missing fields filled from their defaults; the caller looks at `is_valid()`."""
        return self.parameters({**self.defaults(), **raw})

    def defaults(self) -> dict[str, Any]:
        """Initial values as a form takes them, by field name."""
        return {
            name: field.initial() if callable(field.initial) else field.initial
            for name, field in self.parameters.base_fields.items()
            if field.initial is not None
        }


def job(
    *,
    name: str,
    category: Category,
    summary: str,
    parameters: type[forms.Form] = NoParameters,
    schedules: Sequence[str] = (),
    default: str | None = None,
    prerequisites: Sequence[Prerequisite] = (),
    writes: Sequence[Writes] = (Writes.OMS,),
    queue: str = "jobs",
    chunked: bool = False,
    concurrency: int = 1,
) -> Callable[[Handler], JobDefinition]:
    """The card of the job whose handler is decorated. See `docs/add-a-job.md`."""

    def card(handler: Handler) -> JobDefinition:
        return JobDefinition(
            key=handler.__module__.removeprefix(_CATALOG),
            name=name,
            category=category,
            summary=summary,
            parameters=parameters,
            schedules=tuple(schedules),
            default=default,
            prerequisites=tuple(prerequisites),
            writes=tuple(writes),
            queue=queue,
            chunked=chunked,
            handler=handler,
            concurrency=concurrency,
        )

    return card
