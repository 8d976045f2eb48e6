"""Finds jobs by key, in the order of `jobs/catalog/__init__.py`."""

from functools import cache
from importlib import import_module

from jobs import catalog
from jobs.categories import Category
from jobs.definition import JobDefinition


class UnknownJob(LookupError):
    """There is no job with that key."""


def _definition(name: str) -> JobDefinition:
    """The one card in module `jobs.catalog.<name>`. Raises LookupError when there is none, or several."""
    module = import_module(f"jobs.catalog.{name}")
    cards = [value for value in vars(module).values() if isinstance(value, JobDefinition) and value.key == name]
    if len(cards) != 1:
        raise LookupError(f"jobs/catalog/{name.replace('.', '/')}.py must hold exactly one @job, found {len(cards)}")
    return cards[0]


@cache
def _index() -> dict[str, JobDefinition]:
    return {name: _definition(name) for name in catalog.JOBS}


def get(key: str) -> JobDefinition:
    try:
        return _index()[key]
    except KeyError:
        known = ", ".join(_index()) or "none"
        raise UnknownJob(f"There is no job {key!r}. Known: {known}") from None


def find(key: str) -> JobDefinition | None:
    """The job, or nothing: a run of history may belong to a job that is gone."""
    return _index().get(key)


def name_of(key: str) -> str:
    """The job's name; the bare key of a job that is gone."""
    definition = find(key)
    return definition.name if definition else key


def all_jobs() -> list[JobDefinition]:
    return list(_index().values())


def by_category(category: Category) -> list[JobDefinition]:
    return [job for job in _index().values() if job.category == category]
