"""The merchant, who fills in the forms of the store's pages: what a day of orders does not hold by itself."""

import random
from collections import Counter
from collections.abc import Callable

from tests.sandbox.pages.browsing import Form, Visitor


class Merchant:
    """Each deed goes to one record. `done` counts those that the shop carried out."""

    def __init__(self, url: str, seed: int) -> None:
        self.visitor = Visitor(url)
        self.dice = random.Random(seed)
        self.done: Counter[str] = Counter()

    def at_products(self, products: list[int]) -> None:
        """Title and tags of one, the price of another; the last one is deleted, one is new."""
        renamed, priced = self.dice.sample(products[:-1], 2)
        said = {"title": f"Renamed {renamed}", "tags": f"autumn, {self.dice.randrange(100)}"}
        self._do("product changed", f"/products/{renamed}", "Save", **said)
        self._do("price changed", f"/products/{priced}", "Save", price=f"{self.dice.randrange(5, 90)}.50")
        self._do("product deleted", f"/products/{products[-1]}", "Delete product")
        self._do("product added", "/products", "Add", title="Wool Scarf", price="35", units="7")

    def at_order(self, order: str) -> None:
        """Of an order that was sent, one unit comes back and is received."""
        path = f"/orders/{order.rpartition('/')[2]}"
        self._do("return created", path, "Create return", self._first_unit)
        self._do("return received", path, "Receive and pay back")
        self._do("goodwill", path, "Refund", amount="1.50")
        self._do("note and tags", path, "Save", note="Ring twice", tags="late, gift")

    def _first_unit(self, form: Form) -> dict[str, str]:
        return {next(name for name in form.fields if name.startswith("shipped-")): "1"}

    def _do(
        self,
        name: str,
        path: str,
        button: str,
        typed: Callable[[Form], dict[str, str]] | None = None,
        /,
        **said: str,
    ) -> None:
        """Fill in the form with this button and these fields; where the page has none, nothing is done."""
        self.visitor.get(path)
        same = [form for form in self.visitor.forms if form.button == button]
        place = next((place for place, form in enumerate(same) if said.keys() <= form.fields.keys()), None)
        if place is None:
            return
        fields = said | (typed(same[place]) if typed else {})
        self.visitor.send(button, place, **{name.replace("-", "__"): text for name, text in fields.items()})
        self.done[name] += "refused=" not in self.visitor.address
