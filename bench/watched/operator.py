"""The operator, who only looks."""

import time

from playwright.sync_api import Page, expect

from bench.watched.deeds import Deed
from bench.watched.merchant import Merchant
from bench.watched.trial import Trial

PATIENCE = 60_000  # ms
_SETTLED = 3.0  # what a deed sets off comes in several webhooks; the next deed waits until the page is still
# What stands in a region, without ages, which change all the time.
_TEXT = """region => {
  const copy = document.querySelector(region).cloneNode(true);
  for (const age of copy.querySelectorAll("time")) age.remove();
  return copy.textContent;
}"""
_CHANGED = f"""([region, before, shows]) => {{
  const text = ({_TEXT})(region);
  return text !== before && text.includes(shows);
}}"""


class Operator:
    def __init__(self, page: Page, trial: Trial) -> None:
        self.page, self.trial = page, trial
        page.set_default_timeout(PATIENCE)
        page.goto(f"{trial.console}/login/")
        page.get_by_label("User").fill(trial.user)
        page.get_by_label("Password").fill(trial.password)
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("heading", name="Pipeline", exact=True)).to_be_visible()

    def sees_a_new_order(self, merchant: Merchant, payment: str) -> float:
        """Seconds from the click until it stands in the open list of orders; then its page is opened."""
        self.page.goto(f"{self.trial.console}/orders/all/")
        button = merchant.prepare(2, payment)
        begun = time.perf_counter()
        button.click()
        link = self.page.get_by_role("link", name=merchant.order, exact=True)
        link.wait_for()
        taken = time.perf_counter() - begun
        link.click()
        self.page.locator("#order-head").wait_for()
        return taken

    def sees(self, deed: Deed, merchant: Merchant) -> float:
        """Seconds from the click until the open page of the order shows it."""
        button = deed.ready(merchant)
        before = self._still(deed.region)
        begun = time.perf_counter()
        button.click(no_wait_after=True)
        self.page.wait_for_function(_CHANGED, arg=[deed.region, before, deed.shows], polling=50)
        taken = time.perf_counter() - begun
        merchant.page.wait_for_load_state()
        return taken

    def _still(self, region: str) -> str:
        """The region's text once it has not changed for a while."""
        text, since = self.page.evaluate(_TEXT, region), time.monotonic()
        while time.monotonic() - since < _SETTLED:
            time.sleep(0.1)
            now = self.page.evaluate(_TEXT, region)
            if now != text:
                text, since = now, time.monotonic()
        return str(text)
