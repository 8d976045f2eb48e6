"""Every page in light, dark, at 1024 and 360 px: axe finds nothing, nothing is wider than the screen or its own frame,
no console complains."""

from collections.abc import Sequence

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from console.frame.roles import grant
from tests.browser import scene
from tests.browser.conftest import MIDDLE, MIDDLE_TOO, NARROW, NARROW_TOO, TABLET_TOO, WIDE, Visit
from tests.browser.visitor import Visitor
from tests.oms import factories
from work import broker

pytestmark = pytest.mark.browser
BOTH = ("light", "dark")


@pytest.fixture(autouse=True)
def _nobody_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker, "publish", lambda *args, **kwargs: True)


def in_themes(at: Visitor, themes: Sequence[str] = BOTH) -> list[str]:
    """The whole of axe in the light; in the dark only colours can differ."""
    found: list[str] = []
    for theme in themes:
        at.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        found += at.faults() if theme == "light" else at.faults("color-contrast")
    return found


@pytest.mark.costly("opens every page and looks at it")
@pytest.mark.parametrize(
    ("width", "themes"),
    [
        (WIDE, ("light",)),
        pytest.param(WIDE, ("dark",), marks=pytest.mark.browser_all),
        # Between the two, things stand elsewhere; their colours are the same.
        pytest.param(MIDDLE, ("light",), marks=pytest.mark.browser_all),
        pytest.param(NARROW, BOTH, marks=pytest.mark.browser_all),
    ],
)
def test_every_page_with_its_folds_open(visit: Visit, person: User, width: int, themes: Sequence[str]) -> None:
    grant(person, "admin")
    at = visit(width=width)
    found: list[str] = []
    for number, path in enumerate(scene.set_up()):
        at.page.emulate_media(color_scheme="light")
        at.open(path)
        at.picture(f"{number:02} {width}")
        for fold in at.page.locator("main details:not(.pop)").all():
            fold.evaluate("one => { one.open = true }")
        found += in_themes(at, themes)
        at.picture(f"{number:02} {width} {themes[-1]}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", [WIDE, MIDDLE_TOO, TABLET_TOO, NARROW_TOO])
def test_the_lists_of_two_shops_have_a_column_more(visit: Visit, width: int) -> None:
    scene.set_up()
    factories.shop("second.myshopify.com", name="The second store of the house")
    at = visit(width=width)
    found: list[str] = []
    for number, path in enumerate(("/history/", "/webhooks/", "/orders/all/")):
        at.open(path)
        at.picture(f"two shops {number} {width}")
        found += at.faults("color-contrast")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", [WIDE, NARROW_TOO])
def test_the_door_and_what_opens_over_a_page(visit: Visit, width: int) -> None:
    at = visit(known=False, width=width)
    page = at.open("/login/")
    assert not in_themes(at)
    at = visit(width=width)
    page = at.open("/orders/")
    page.keyboard.press("Control+k")
    page.locator("#palette").get_by_role("option").first.wait_for()
    assert not in_themes(at)
    at.picture(f"palette {width}")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    page.keyboard.press("?")
    page.get_by_role("heading", name="Keyboard").wait_for()
    assert not in_themes(at)
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    page.locator("main details.pop summary").last.click()
    assert not in_themes(at)
    at.picture(f"menu {width}")


# The words of a column's cells that stand on more than one line.
BROKEN = """label => [...document.querySelectorAll(`td[data-label="${label}"] span`)].flatMap(span => {
  const text = span.firstChild, found = [];
  for (const word of text.data.matchAll(/\\S+/g)) {
    const range = document.createRange();
    range.setStart(text, word.index);
    range.setEnd(text, word.index + word[0].length);
    if (new Set([...range.getClientRects()].map(line => Math.round(line.top))).size > 1) found.push(word[0]);
  }
  return found;
})"""


@pytest.mark.parametrize("width", [WIDE, MIDDLE_TOO])
def test_whoever_changed_an_order_is_named_in_whole_words(visit: Visit, width: int) -> None:
    order = factories.order()
    item = factories.item(order, factories.ship_group(order), sku="LINEN-SHIRT-OATMEAL-EXTRA-LARGE")
    for actor in (
        "webhook order_transactions/create",
        "initial_load.import_orders",
        "orders.cancelled_items",
        "a" * 60,
    ):
        order.status_history.create(
            item=item, from_status="ITEM_APPROVED", to_status="ITEM_CANCELLED", actor=actor,
            reason="Removed in the shop before anything of it had left",
        )  # fmt: skip
    at = visit(width=width)
    page = at.open(f"/orders/{order.pk}/")
    assert page.locator('td[data-label="By"]').count() == 4
    at.picture(f"life {width}")
    assert page.evaluate(BROKEN, "By") in ([], ["a" * 60]), "only what is wider than any column"
    assert at.faults("color-contrast") == []
