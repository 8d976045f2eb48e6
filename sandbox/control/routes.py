"""Lists the addresses under /__sandbox/."""

from sandbox.control import bulk, clock, content, day, faults, info, state, webhooks
from sandbox.http.router import Routes

ROUTES = Routes(
    bulk.ROUTES,
    clock.ROUTES,
    content.ROUTES,
    day.ROUTES,
    faults.ROUTES,
    info.ROUTES,
    state.ROUTES,
    webhooks.ROUTES,
)
