"""Hands on a keyboard and none on a mouse."""

import re
from datetime import datetime

from playwright.sync_api import Locator, expect

from tests.browser.visitor import Visitor

# What has the focus: is it wanted, does something show that it has it, can all of it be seen and is nothing over it?
LOOK = """(wanted) => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  const date = at.type === "datetime-local";  // the browser draws the ring around its parts and its button
  return {
    here: wanted === at,
    gone: !wanted.isConnected,
    said: `${at.tagName} ${(at.ariaLabel || at.innerText || at.name || "").trim()}`,
    shown: at === document.body || date || getComputedStyle(at.closest(".choice") ?? at).outlineStyle !== "none",
    inside: box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight,
    free: over !== null && (at.contains(over) || over.contains(at)),
  };
}"""


class Hands:
    """Every deed begins where the focus is and goes by Tab to where it is wanted, or by Shift-Tab when told `back`."""

    def __init__(self, at: Visitor) -> None:
        self.at, self.page = at, at.page

    def named(self, role: str, name: str, within: Locator | None = None) -> Locator:
        """By its whole name. A part that only a screen reader is told may be set apart by a space."""
        words = re.escape(name).replace(r":\ ", r" ?:\ ").replace("/", r"\/")
        whole = re.compile(f"^{words}$")
        return (within or self.page).get_by_role(role, name=whole)  # type: ignore[arg-type]

    def fold(self, name: str, within: Locator | None = None) -> Locator:
        """What opens and closes a fold or a menu."""
        wanted = re.compile(rf"^\s*{re.escape(name)}\s*$")
        return (within or self.page).locator("summary").filter(has_text=wanted)

    def to(self, wanted: Locator, back: bool = False, most: int = 150) -> None:
        """Press Tab until it has the focus; that must show, on the way too, and at the end it must be in sight."""
        expect(wanted).to_be_visible()
        self.at.settled()
        one = wanted.element_handle()
        for _ in range(most):
            look = self.page.evaluate(LOOK, one)
            assert look["shown"], f"nothing shows that the focus is on {look['said']!r}"
            if look["here"]:
                assert look["inside"] and look["free"], f"{look['said']!r} has the focus out of sight: {look}"
                return
            if look["gone"]:
                one = wanted.element_handle()  # its region came anew
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"Tab never came to {wanted}")

    def press(
        self, role: str, name: str, within: Locator | None = None, key: str = "Enter", back: bool = False
    ) -> None:
        self.to(self.named(role, name, within), back)
        self.page.keyboard.press(key)

    def open(self, name: str, within: Locator | None = None, back: bool = False) -> None:
        """A fold or a menu."""
        self.to(self.fold(name, within), back)
        self.page.keyboard.press("Enter")

    def write(self, name: str, text: str, within: Locator | None = None) -> None:
        """Into a field, in place of what stands there."""
        field = (within or self.page).get_by_label(name, exact=True)
        self.to(field)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
        expect(field).to_have_value(text)

    def write_moment(self, name: str, at: datetime, within: Locator | None = None) -> None:
        """Into a field of date and time: month, day, year, then hour, minute, half of the day."""
        field = (within or self.page).get_by_label(name, exact=True)
        self.to(field)
        self.page.keyboard.type(at.strftime("%m%d%Y"))
        self.page.keyboard.press("ArrowRight")
        self.page.keyboard.type(at.strftime("%I%M%p"))
        expect(field).to_have_value(at.strftime("%Y-%m-%dT%H:%M"))

    def turn_to(self, name: str, within: Locator | None = None) -> None:
        """To one of the radio buttons beside each other, by the arrows."""
        wanted = (within or self.page).get_by_role("radio", name=name)  # a sentence follows
        group = wanted.evaluate("(one) => one.name")
        self.to(self.page.locator(f'input[name="{group}"]:checked'))
        for _ in range(20):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows never came to {name}")

    def choose(self, name: str, option: str, within: Locator | None = None) -> None:
        """In a list, by the first letters of what is wanted."""
        field = (within or self.page).get_by_label(name, exact=True)
        self.to(field)
        self.page.keyboard.type(option)
        expect(field.locator("option:checked")).to_have_text(option)
