"""Somebody at a browser: a window of its own, and an ear for everything that must never be heard."""

import os
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Locator, Page, Response, expect

# Its script is half a megabyte: a page that has it already isn't given it again.
_AXE, _AXE_AGAIN = Axe(), Axe("0")
_OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
# The browser tells the console of a violation in its own words; this says which directive and what was refused.
TELL_OF_POLICY = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.violatedDirective} refused ${event.blockedURI} at ${event.sourceFile}`);
});
"""
TWICE = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))];
}"""
# A table may be scrolled, but whoever doesn't know that never sees its last column. The board of 24 hours may where
# a window is narrower than 1024.
CUT = """() => [...document.querySelectorAll(".scroll")]
  .filter((region) => region.querySelector("table.list") || window.innerWidth >= 1024)
  .filter((region) => region.scrollWidth > region.clientWidth + 1)
  .map((region) => region.getAttribute("aria-label"))"""


class Visitor:
    """`heard`: errors of the console, uncaught errors, refusals by the policy, dialogs, answers of 500 and more."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context, self.url = context, url
        self.heard: list[str] = []
        context.add_init_script(TELL_OF_POLICY)
        context.on("console", self._console)
        context.on("weberror", lambda told: self.heard.append(f"uncaught: {told.error}"))
        context.on("dialog", self._dialog)
        context.on("response", self._response)
        self.page: Page = context.new_page()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.heard.append(f"{message.type} at {message.page.url if message.page else '?'}: {message.text}")

    def _dialog(self, dialog: Dialog) -> None:
        self.heard.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.heard.append(f"{response.status}: {response.url}")

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.url}{path}")
        return self.page

    def settled(self) -> Page:
        """The page, once its scripts listen: what is seen before may be clicked or typed to before they do."""
        self.page.wait_for_load_state()
        return self.page

    def button(self, name: str, within: Locator | None = None) -> Locator:
        page = self.settled()
        return (within or page).get_by_role("button", name=name)

    def link(self, name: str, within: Locator | None = None) -> Locator:
        page = self.settled()
        return (within or page).get_by_role("link", name=name)

    def reads(self, text: str, within: Locator | None = None) -> None:
        expect(within or self.page.locator("main")).to_contain_text(text)

    def look(self) -> None:
        assert not self.faults()

    def faults(self, *rules: str) -> list[str]:
        """What is wrong with the page as it stands: rules of accessibility that it breaks (all of axe's, or these),
        ids that several elements have (news would go into the wrong one), a part beyond the window's edge."""
        options = {**_OPTIONS, "runOnly": list(rules)} if rules else _OPTIONS
        axe = _AXE_AGAIN if self.page.evaluate("'axe' in window") else _AXE
        found: list[dict[str, Any]] = axe.run(self.page, options=options).response["violations"]
        told = [
            f"{self.page.url} {rule['id']}: {node['html'][:200]} {node['failureSummary']}"
            for rule in found
            for node in rule["nodes"]
        ]
        told += [f"{self.page.url}: several elements with the id {twice}" for twice in self.page.evaluate(TWICE)]
        told += [f"{self.page.url}: {cut} is cut at the edge" for cut in self.page.evaluate(CUT)]
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        return [*told, f"{self.page.url} is {wide} px wider than its window"] if wide > 0 else told

    def picture(self, name: str) -> None:
        """Kept in the folder that SHOTS names, for somebody to look at."""
        if folder := os.environ.get("SHOTS"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{folder}/{name}.png", full_page=True)

    def close(self) -> None:
        self.context.close()
        assert not self.heard, "\n".join(self.heard)
