"""The rooms of the console: a folder of pages for each word, and its card here."""

from console.api import page_urls as api_page
from console.frame import urls as frame
from console.frame.rooms import Room
from console.jobs import urls as jobs
from console.orders import needs as order_needs
from console.orders import return_needs
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

# What stands here first comes first under "Needs you" and among the panels of a page.
ROOMS_THAT_ADD = (
    Room("orders", orders.urlpatterns, needs=(order_needs.orders_to_look_at, return_needs.units_without_a_place)),
    Room(
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
    ),
    Room(
        "webhooks",
        webhooks.urlpatterns,
        needs=(
            webhook_needs.dead_events,
            webhook_needs.removed_subscriptions,
            webhook_needs.missing_subscriptions,
            webhook_needs.silent_topics,
            privacy.open_requests,
        ),
        panels=(panel.TOPICS,),
    ),
)
ROOMS = (
    Room("pipeline", pipeline.addresses([maker for room in ROOMS_THAT_ADD for maker in room.needs])),
    Room("jobs", jobs.addresses([section for room in ROOMS_THAT_ADD for section in room.panels])),
    *ROOMS_THAT_ADD,
    Room("schedule", schedule.urlpatterns),
    Room("search", search.urlpatterns),
    Room("settings", settings.urlpatterns),
    Room("api", api_page.urlpatterns),
    Room("frame", frame.urlpatterns),
)
