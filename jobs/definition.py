"""Turns a card and a handler into a `JobDefinition`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import TextChoices

from jobs.categories import Category
from jobs.parameters import NoParameters, ParametersForm, form_of, initial

if TYPE_CHECKING:
    from jobs.engine.run import Run

P = TypeVar("P")
Handler = Callable[["Run", P], None]
_CATALOG = "jobs.catalog."
_NOTHING: Any = NoParameters


class Writes(TextChoices):
    """What a run changes, shown before it starts."""

    OMS = "oms", "OMS"
    SHOPIFY = "shopify", "Shopify"
    FILES = "files", "Files"
    MAIL = "mail", "E-mail"


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

    `parameters`: a dataclass of `jobs.parameters`, which the handler gets. `group`: the card of the category's page
    that it stands on. `chunked` jobs commit by `run.chunk()`; the others run in one transaction together with their
    own end.
    `concurrency`: how many runs of it may be under way for one shop.
    """

    key: str
    name: str
    category: Category
    summary: str
    parameters: type
    schedules: tuple[str, ...]
    default: str | None
    prerequisites: tuple[Prerequisite, ...]
    writes: tuple[Writes, ...]
    queue: str
    chunked: bool
    handler: Handler[Any]
    concurrency: int = 1
    group: str = ""

    @property
    def folder(self) -> str:
        return self.key.partition(".")[0]

    @property
    def form(self) -> type[ParametersForm]:
        """The form that asks for the parameters."""
        return form_of(self.parameters)

    def clean(self, raw: dict[str, Any]) -> ParametersForm:
        """The form bound to `raw`, missing fields filled from their defaults; the caller looks at `is_valid()`.

        A name that the form doesn't know makes it invalid.
        """
        form = self.form({**self.defaults(), **raw})
        form.unknown = [str(name) for name in raw if name not in form.fields]
        return form

    def defaults(self) -> dict[str, Any]:
        """Initial values as a form takes them, by field name."""
        fields = self.form.base_fields.items()
        return {name: initial(field) for name, field in fields if field.initial is not None}


def job(
    *,
    name: str,
    category: Category,
    summary: str,
    group: str = "",
    parameters: type[P] = _NOTHING,
    schedules: Sequence[str] = (),
    default: str | None = None,
    prerequisites: Sequence[Prerequisite] = (),
    writes: Sequence[Writes] = (Writes.OMS,),
    queue: str = "jobs",
    chunked: bool = False,
    concurrency: int = 1,
) -> Callable[[Handler[P]], JobDefinition]:
    """The card of the job whose handler is decorated. See `docs/add-a-job.md`."""

    def card(handler: Handler[P]) -> JobDefinition:
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
            group=group,
        )

    return card
