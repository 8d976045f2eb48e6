"""Sentences that answer a deed, at once or on the next page."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest


@dataclass(frozen=True)
class Note:
    """`tone` is success, info, warning or error; `url` and `link` lead on from there."""

    text: str
    tone: str = "success"
    url: str = ""
    link: str = ""

    @property
    def icon(self) -> str:
        return {"success": "done", "info": "info", "warning": "alert"}.get(self.tone, "dead")


_LEVELS = {
    "success": messages.SUCCESS,
    "info": messages.INFO,
    "warning": messages.WARNING,
    "error": messages.ERROR,
}


def leave(request: HttpRequest, note: Note) -> None:
    """Keeps a sentence for the next page that this person sees."""
    messages.add_message(request, _LEVELS[note.tone], note.text, extra_tags=f"{note.url} {note.link}".strip())


def waiting(request: HttpRequest) -> list[Note]:
    """Takes the sentences that the request before this one left."""
    notes = []
    for message in messages.get_messages(request):
        url, _, link = (message.extra_tags or "").partition(" ")
        notes.append(Note(str(message.message), str(message.level_tag), url, link))
    return notes
