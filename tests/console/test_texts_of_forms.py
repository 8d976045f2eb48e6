"""Whatever is typed into a field of a form, a page answers: what can't be kept is refused with a sentence."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.test import Client

from console.frame.navigation import PAGES
from integrations.models import ShopifyConnection
from jobs.audit import Actor
from jobs.models import ExclusionCalendar
from jobs.services.schedules import Settings, save_schedule
from tests.console import support
from tests.console.support import NEW_ORDERS, ORDERS, PRODUCTS

pytestmark = pytest.mark.django_db
TYPED = {"", "text", "search", "password", "email", "url", "number", "datetime-local", "date"}


class Forms(HTMLParser):
    """The forms of a page that do something: their address, what they send, and which fields one types into."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str], set[str]]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("method") == "post"
            if self.inside:
                self.found.append((given["action"], {}, set()))
        elif self.inside and (name := given.get("name")):
            _, sent, typed = self.found[-1]
            if tag == "textarea" or (tag == "input" and given.get("type", "") in TYPED):
                typed.add(name)
            elif tag in ("input", "button"):
                sent.setdefault(name, given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"


def forms(page: str) -> list[tuple[str, dict[str, str], set[str]]]:
    parser = Forms()
    parser.feed(page)
    return [form for form in parser.found if form[2]]


MANY_SIGNS = pytest.param(
    "🙂" * 200, marks=pytest.mark.long("many characters, as the first text has, and such as the second")
)


@pytest.mark.parametrize("text", ["x" * 5000, "wrong-token-🙂", "\x00", MANY_SIGNS])
def test_any_text_in_any_field_is_answered(as_role: Callable[[str], Client], text: str) -> None:
    admin = as_role("admin")
    shop = support.shop()
    save_schedule(PRODUCTS, shop, Settings(when="0 */6 * * *", zone="UTC"), Actor("ada"))
    ExclusionCalendar.objects.create(name="Sale")
    run = support.run(NEW_ORDERS, "dead", error="No.")
    record = support.failed(support.run())
    pages = [page.address for page in PAGES] + ["/initial-load/", "/orders/", "/history/?state=dead"]
    pages += [f"/jobs/{ORDERS}/", f"/jobs/{PRODUCTS}/", f"/jobs/{ORDERS}/schedule/"]
    pages += [f"/runs/{run.pk}/", f"/runs/{record.run_id}/", f"/runs/{record.run_id}/failed/{record.pk}/"]
    seen, sent_whole = set(), set()
    for page in pages:
        for address, sent, typed in forms(admin.get(page).content.decode()):
            for field in typed:
                if (address, field) not in seen:
                    seen.add((address, field))
                    assert admin.post(address, {**sent, field: text}).status_code < 500, (address, field)
            # A form that stands on many pages is sent whole once, and once more where it sends something else with it.
            whole = {**sent, **dict.fromkeys(typed, text), "csrfmiddlewaretoken": ""}
            if (form := (address, *sorted(whole.items()))) not in sent_whole:
                sent_whole.add(form)
                assert admin.post(address, whole).status_code < 500, address
    assert len(seen) > 20


@pytest.mark.parametrize(
    "sent",
    [{"domain": f"{'a' * 99}.myshopify.com", "token": "x"}, {"domain": "my.myshopify.com", "token": "wröng-🙂"}],
)
def test_a_shop_that_cannot_be_kept_is_refused_beside_the_field(
    as_role: Callable[[str], Client], sent: dict[str, str]
) -> None:
    answer = as_role("admin").post("/settings/shops/", sent)
    assert answer.status_code == 422 and "wröng" not in answer.content.decode()
    assert not ShopifyConnection.objects.exists()


def test_a_list_whose_filters_are_too_long_is_not_kept(viewer: Client) -> None:
    """In an address each of these characters takes twelve."""
    answer = viewer.post("/history/save/", {"name": "all", "query": f"q={'🙂' * 200}"}, follow=True)
    assert "too long to be kept" in answer.content.decode()
