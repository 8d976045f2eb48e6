"""Address of the first page."""

from collections.abc import Sequence

from django.urls import URLPattern, path

from console.frame.needs import NeedMaker
from console.pipeline import pipeline


def addresses(makers: Sequence[NeedMaker]) -> list[URLPattern]:
    """`makers` are what all rooms list under "Needs you"."""
    return [
        path("", pipeline.pipeline, {"makers": makers}, name="pipeline"),
    ]
