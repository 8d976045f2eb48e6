"""Groups a category's jobs as its page shows them.

Named as the operators name them; what is not named here is listed under "More jobs", so that a page grows with the
catalogue.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from jobs.categories import Category
from jobs.definition import JobDefinition

MORE = "More jobs"
GROUPS: dict[Category, tuple[tuple[str, tuple[str, ...]], ...]] = {
    Category.PREORDER: (
        ("Pre-sell catalog", ("Auto refresh presell catalog", "Sync variant details")),
        ("Pre-sell orders on Shopify", ("Add tags", "Add promise date", "Update promise date")),
        ("Promise dates and releasing", ("Promise date change", "Auto releasing")),
    ),
    Category.ORDERS: (
        ("Import", ("New orders", "Update orders", "Cancelled orders", "Cancelled items", "Returns")),
        ("Approve", ("Approve orders",)),
    ),
    Category.BROKERING: (("Batches", ("Create new brokering", "Rejected orders brokering")),),
    Category.FULFILLMENT: (
        ("Shipping", ("Shipping",)),
        ("History", ("History",)),
        ("Auto cancellations", ("Auto cancellations",)),
    ),
    Category.INVENTORY: (
        ("Shopify", ("Sync inventory from Shopify", "Upload recent inventory change")),
        ("Thresholds", ("Export thresholds", "Import thresholds")),
        ("Adjustments", ("Inventory variance",)),
    ),
    Category.PRODUCTS: (("Sync", ("Sync",)),),
    Category.MISCELLANEOUS: (
        ("Files", ("Process imported files", "Import purchase orders")),
        ("Upload", ("Upload cancelled orders", "Upload completed orders", "Hard inventory sync")),
        ("Housekeeping", ("Reconcile webhook subscriptions", "Purge history")),
    ),
}


@dataclass
class Group:
    """A card of jobs. One without a title is all there is on the page."""

    title: str
    jobs: list[JobDefinition] = field(default_factory=list)


def groups(category: Category, jobs: Sequence[JobDefinition]) -> list[Group]:
    """Places each job once: in its group, or under "More jobs".

    In the order named there, the rest in the catalogue's order.
    """
    by_name = {job.name: job for job in jobs}
    named = [
        Group(title, [by_name.pop(name) for name in names if name in by_name])
        for title, names in GROUPS.get(category, ())
    ]
    found = [group for group in named if group.jobs]
    rest = [job for job in jobs if job.name in by_name]
    if rest:
        found.append(Group(MORE if found else "", rest))
    return found
