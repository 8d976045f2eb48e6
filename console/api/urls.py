"""Addresses of the API, and its description at `openapi.json`."""

from typing import Any

from django.http import HttpRequest
from django.urls import path
from ninja import NinjaAPI

from console.api import errors
from console.api.auth import needs
from console.api.openapi import described
from console.api.routes import (
    alerts,
    calendars,
    failures,
    jobs,
    orders,
    pauses,
    records,
    runs,
    schedules,
    shops,
    webhooks,
)

api = NinjaAPI(
    title="Job Manager",
    version="1",
    description="What the console's pages do. Every change is audited and needs the role it needs on the page.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
errors.register(api)
api.add_router("/jobs", jobs.router)
api.add_router("/runs", runs.router)
api.add_router("/schedules", schedules.router)
api.add_router("/pauses", pauses.router)
api.add_router("/webhooks", webhooks.router)
api.add_router("/shops", shops.router)
api.add_router("", orders.router)
api.add_router("", calendars.router)
api.add_router("", alerts.router)
api.add_router("", failures.router)
api.add_router("", records.router)


@api.get("/openapi.json", auth=needs("viewer"), include_in_schema=False)
def openapi(request: HttpRequest) -> dict[str, Any]:
    return described(api)


urlpatterns = [path("", api.urls)]
