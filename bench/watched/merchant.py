"""The merchant: fills in the forms of the store's pages, as a person does."""

import re

from playwright.sync_api import Locator, Page


class Merchant:
    """At one order at a time, the one placed last."""

    def __init__(self, page: Page, store: str) -> None:
        self.page, self.store = page, store

    def prepare(self, units: int, payment: str) -> Locator:
        """An order ready to be placed; answer = the button that places it."""
        self.page.goto(f"{self.store}/orders/new")
        sku = self.page.locator("#skus option").first.get_attribute("value") or ""
        self.page.locator("[name=sku1]").fill(sku)
        self.page.locator("[name=units1]").fill(str(units))
        self.page.locator("[name=pay]").select_option(payment)
        return self.page.get_by_role("button", name="Place order")

    @property
    def order(self) -> str:
        """Its name, #1031."""
        found = re.search(r"#\d+", self.page.locator("h1").inner_text())
        assert found, "the merchant is not at an order"
        return found[0]

    def unfold(self, title: str) -> Locator:
        """The forms under this heading, open."""
        fold = self.page.locator("details", has=self.page.locator("summary", has_text=re.compile(f"^{title}")))
        fold.first.evaluate("one => { one.open = true }")
        return fold.first

    def change(self, title: str, button: str, **fields: str) -> Locator:
        """The named form filled in; a field's name begins with the key. Answer = its button."""
        fold = self.unfold(title)
        for name, value in fields.items():
            field = fold.locator(f"[name^={name}]").first
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        return fold.get_by_role("button", name=button, exact=True)
