"""A visitor without scripts: reads pages, fills in the forms that are on them, sends them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

import requests


@dataclass
class Form:
    action: str
    method: str
    button: str = ""
    fields: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    """Every form with what its fields hold before anybody types."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.text: list[str] = []
        self._select = self._area = ""
        self._button = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get")))
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option" and self._select:
            first = self._select not in self.forms[-1].fields
            if first or "selected" in given:
                self.forms[-1].fields[self._select] = given["value"]
        elif tag == "textarea":
            self._area = given["name"]
            self.forms[-1].fields[self._area] = ""
        elif tag == "button":
            self._button = True
        elif tag == "input" and "name" in given and (given.get("type") != "checkbox" or "checked" in given):
            self.forms[-1].fields[given["name"]] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self._select = "" if tag == "select" else self._select
        self._area = "" if tag == "textarea" else self._area
        self._button = False if tag == "button" else self._button

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if self._area:
            self.forms[-1].fields[self._area] += data
        if self._button:
            self.forms[-1].button += data


class Visitor:
    def __init__(self, url: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.page = ""
        self.address = ""

    def get(self, path: str) -> requests.Response:
        return self._took(self.session.get(self.url + path, timeout=240))

    def _took(self, response: requests.Response) -> requests.Response:
        self.page, self.address = response.text, response.url.removeprefix(self.url)
        self._read = _Forms()
        self._read.feed(response.text)
        return response

    @property
    def words(self) -> str:
        return " ".join(" ".join(self._read.text).split())

    @property
    def forms(self) -> list[Form]:
        return self._read.forms

    @property
    def buttons(self) -> list[str]:
        return [form.button for form in self._read.forms]

    def form(self, button: str, place: int = 0) -> Form:
        found = [form for form in self._read.forms if form.button == button]
        assert len(found) > place, f"no form {button!r} among {self.buttons}"
        return found[place]

    def send(self, button: str, place: int = 0, **changes: str | int) -> requests.Response:
        """The form with this button, some of its fields changed; names with - are written with _ twice."""
        form = self.form(button, place)
        typed = {name.replace("__", "-"): str(value) for name, value in changes.items()}
        unknown = typed.keys() - form.fields.keys()
        assert not unknown, f"{button} has no field {unknown}, it has {list(form.fields)}"
        fields = form.fields | typed
        assert form.method == "post"
        return self._took(self.session.post(self.url + form.action, data=fields, timeout=240))
