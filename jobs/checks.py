"""Refuses a catalogue that contradicts itself, for `manage.py check`."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_type_hints

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error

from jobs import catalog, parameters, registry
from jobs.categories import Category
from jobs.definition import After, JobDefinition
from jobs.engine.when import BadTiming, parse


def catalogue(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    try:
        jobs = registry.all_jobs()
    except (ImportError, LookupError) as error:
        return [Error(f"The catalogue can't be read: {error}", id="jobs.E001")]
    return [*_files(), *(message for job in jobs for message in _card(job))]


def _files() -> Iterator[CheckMessage]:
    """A file nobody lists is a job nobody can run; a folder that is no category has no page."""
    root = Path(catalog.__file__).parent
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        if path.name.startswith("_") or len(parts) != 2:
            continue
        if ".".join(parts) not in catalog.JOBS:
            yield Error(f"{path.name} in {parts[0]} is not listed in jobs/catalog/__init__.py", id="jobs.E002")
        if parts[0] not in Category.values:
            yield Error(f"jobs/catalog/{parts[0]} is no category", id="jobs.E003")


def _card(job: JobDefinition) -> Iterator[CheckMessage]:
    if job.folder != job.category.value:
        yield Error(f"{job.key} says category {job.category.value}, but lies in {job.folder}", id="jobs.E004")
    for prerequisite in job.prerequisites:
        if isinstance(prerequisite, After) and registry.find(prerequisite.key) is None:
            yield Error(f"{job.key} waits for {prerequisite.key}, which is no job", id="jobs.E005")
    yield from _parameters(job)
    if job.default is not None and job.default not in job.schedules:
        yield Error(f"{job.key}: default schedule {job.default!r} is not among those offered", id="jobs.E007")
    for words in job.schedules:
        try:
            parse(words)
        except BadTiming as error:
            yield Error(f"{job.key}: {error}", id="jobs.E008")


def _parameters(job: JobDefinition) -> Iterator[CheckMessage]:
    if wrong := list(parameters.problems(job.parameters)):
        yield from (Error(f"{job.key}: {problem}", id="jobs.E009") for problem in wrong)
        return
    taken = [*get_type_hints(job.handler).values()][1:2]
    if taken and taken != [job.parameters]:
        named, gets = job.parameters.__name__, getattr(taken[0], "__name__", taken[0])
        yield Error(f"{job.key}: its card names {named}, but its handler takes {gets}", id="jobs.E010")
    form = job.clean({})
    if not form.is_valid():
        yield Error(f"{job.key}: its defaults fail its own form: {form.errors.as_json()}", id="jobs.E006")
