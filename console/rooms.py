"""Lists the rooms of the console, each with its card.

A room is a folder of pages for one word of the screen. What stands here is all that the pages of others know of it.
"""

from console.api import page_urls as api_page
from console.frame import urls as frame
from console.frame.rooms import Room
from console.jobs import urls as jobs
from console.orders import needs as order_needs
from console.orders import return_needs, sections
from console.orders import urls as orders
from console.pipeline import urls as pipeline
from console.runs import needs as run_needs
from console.runs import urls as runs
from console.schedule import urls as schedule
from console.search import urls as search
from console.settings import urls as settings
from console.webhooks import needs as webhook_needs
from console.webhooks import panel, privacy
from console.webhooks import urls as webhooks

RUNS = Room(
    "runs",
    runs.urlpatterns,
    needs=(
        run_needs.silent_parts,
        run_needs.broken_connections,
        run_needs.dead_runs,
        run_needs.late_runs,
        run_needs.missed_slots,
        run_needs.half_done_runs,
        run_needs.unreadable_schedules,
        run_needs.pauses,
    ),
)
WEBHOOKS = Room(
    "webhooks",
    webhooks.urlpatterns,
    needs=(
        privacy.open_requests,
        webhook_needs.dead_events,
        webhook_needs.removed_subscriptions,
        webhook_needs.missing_subscriptions,
        webhook_needs.silent_topics,
    ),
    panels=(panel.TOPICS,),
)
_ADDED = [section for room in (RUNS, WEBHOOKS) for section in room.order_sections]
ORDERS = Room(
    "orders",
    orders.addresses([*sections.NOW, *_ADDED, *sections.PAST]),
    needs=(order_needs.orders_to_look_at, return_needs.units_without_a_place),
)
# The rows under "Needs you" and the panels of a page stand in the order of the rooms that they come from.
ADDING = (ORDERS, RUNS, WEBHOOKS)
ROOMS = (
    Room("pipeline", pipeline.addresses([need for room in ADDING for need in room.needs])),
    Room("jobs", jobs.addresses([section for room in ADDING for section in room.panels])),
    *ADDING,
    Room("schedule", schedule.urlpatterns),
    Room("search", search.urlpatterns),
    Room("settings", settings.urlpatterns),
    Room("api", api_page.urlpatterns),
    Room("frame", frame.urlpatterns),
)
