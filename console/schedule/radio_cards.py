"""Draws radio buttons as cards, each with a title and a sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from console.schedule.choices import Sentences


@dataclass(frozen=True)
class RadioCard:
    id: str
    value: str
    title: str
    sentence: str
    chosen: bool


class RadioCards(forms.ChoiceField):
    """A choice whose every value has a title and a sentence; the template asks `cards(field)` for them."""

    def __init__(self, sentences: Sentences, **kwargs: Any) -> None:
        self.sentences = sentences
        pairs = [(str(value), title) for value, (title, _) in sentences.items()]
        super().__init__(choices=pairs, widget=forms.RadioSelect, **kwargs)


def cards(bound: BoundField) -> Iterator[RadioCard]:
    field = bound.field
    assert isinstance(field, RadioCards)
    value = str(bound.value() or "")
    for number, (key, (title, sentence)) in enumerate(field.sentences.items()):
        yield RadioCard(f"{bound.auto_id}_{number}", str(key), title, sentence, value == str(key))
