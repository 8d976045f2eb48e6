"""Lists the pages that the frame, the tabs and the palette offer."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.urls import resolve, reverse

from console.frame.roles import Role, declared_role
from jobs import registry
from jobs.categories import Category


@dataclass(frozen=True)
class Page:
    """A page with an address of its own, and what leads to it.

    `name` is its address's. With an `icon` it stands in the frame; `tabs` is the row of tabs that it is in, `tab` its
    name there, if that isn't its label. `deep`: the pages below its address are part of it.
    """

    name: str
    label: str
    icon: str = ""
    tabs: str = ""
    tab: str = ""
    deep: bool = False

    @cached_property
    def address(self) -> str:
        return reverse(f"console:{self.name}")

    @cached_property
    def role(self) -> Role:
        """The least role that may look: what its view says."""
        role = declared_role(resolve(self.address).func)
        assert role is not None  # a view without one is refused by `manage.py check`
        return role


PIPELINE, SETTINGS = "Pipeline", "Settings"
PAGES = (
    Page("pipeline", "Pipeline", icon="gauge", tabs=PIPELINE, tab="Now"),
    Page("pending", "Next 24 hours", tabs=PIPELINE),
    Page("history", "History", tabs=PIPELINE),
    Page("orders", "All orders", icon="search"),
    Page("webhooks", "Webhooks", icon="webhook", deep=True),
    Page("privacy", "Customers' requests"),
    Page("shops", "Shops", tabs=SETTINGS),
    Page("calendars", "Calendars", tabs=SETTINGS),
    Page("users", "Users", tabs=SETTINGS),
    Page("alerts", "Alerts", tabs=SETTINGS),
    Page("audit", "Audit log", tabs=SETTINGS),
    Page("health", "Health", tabs=SETTINGS),
    Page("api_docs", "HTTP API", tabs=SETTINGS),
)


@dataclass(frozen=True)
class Place:
    """A link of the frame or of a row of tabs; `deep` as a page's."""

    address: str
    icon: str
    label: str
    deep: bool = False


def categories() -> list[Category]:
    """The categories that have a job; the others have no page."""
    return [category for category in Category if registry.by_category(category)]


def places() -> tuple[Place, ...]:
    """The links of the frame, the same for everybody."""
    return _places(tuple(categories()))


@lru_cache(maxsize=8)
def _places(shown: tuple[Category, ...]) -> tuple[Place, ...]:
    home, *others = (Place(page.address, page.icon, page.label, page.deep) for page in PAGES if page.icon)
    return (
        home,
        *(
            Place(reverse("console:category", args=[category.slug]), category.value, category.label)
            for category in shown
        ),
        *others,
    )


def tabs(row: str, role: Role) -> list[Place]:
    """The tabs of one row that this role may open."""
    shown = (page for page in PAGES if page.tabs == row and role >= page.role)
    return [Place(page.address, page.icon, page.tab or page.label) for page in shown]
