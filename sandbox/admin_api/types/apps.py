"""Resolves the calling app and the versions that it may use."""

from typing import Any

from sandbox.graphql.context import Context
from sandbox.graphql.resolvers import Resolvers
from sandbox.graphql.versions import SUPPORTED
from sandbox.state.records import make_gid

RESOLVERS = Resolvers()
_QUARTERS = {"01": "January", "04": "April", "07": "July", "10": "October"}


@RESOLVERS.root("currentAppInstallation")
def current_app_installation(ctx: Context) -> dict[str, Any]:
    app = ctx.world.access.app(ctx.caller.app_id)
    handle = app.title.casefold().replace(" ", "-")
    told = {"id": make_gid("App", app.id), "title": app.title, "handle": handle, "api_key": app.client_id}
    return {
        "id": make_gid("AppInstallation", app.id),
        "access_scopes": [{"handle": scope, "description": scope} for scope in sorted(ctx.caller.scopes)],
        "app": told,
    }


def version(handle: str) -> dict[str, Any]:
    """Builds an ApiVersion."""
    year, _, month = handle.partition("-")
    name = f"{year}-{month}" if month not in _QUARTERS else f"{_QUARTERS[month]} {year}"
    return {"handle": handle, "display_name": name, "supported": handle in SUPPORTED}


@RESOLVERS.root("publicApiVersions")
def public_api_versions(ctx: Context) -> list[dict[str, Any]]:
    return [version(handle) for handle in SUPPORTED]
