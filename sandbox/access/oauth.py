"""Gives out access tokens: POST /admin/oauth/access_token.

GET /admin/oauth/authorize is the page on which a merchant would approve the app.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from sandbox.access.apps import App
from sandbox.http.messages import BadRequest, Request, Response
from sandbox.http.router import Routes

if TYPE_CHECKING:
    from sandbox.world import World

ROUTES = Routes()
# By Shopify's pages on access tokens: client credentials live a day, expiring offline tokens an hour.
CLIENT_CREDENTIALS = timedelta(hours=24)
OFFLINE = timedelta(minutes=60)
REFRESH = timedelta(days=90)
CODE = timedelta(minutes=10)


@ROUTES.post("/admin/oauth/access_token")
def access_token(world: World, request: Request) -> Response:
    form = _form(request)
    app = world.access.apps.get(form.get("client_id", ""))
    if app is None:
        return _refused("application_cannot_be_found", "Unknown client_id")
    if not hmac.compare_digest(form.get("client_secret", "").encode(), app.client_secret.encode()):
        return _refused("invalid_client", "The client_secret is wrong", 401)
    grant = form.get("grant_type") or ("authorization_code" if "code" in form else "")
    if grant not in _GRANTS:
        return _refused("unsupported_grant_type", f"The grant_type {grant!r} is not known here")
    return _GRANTS[grant](world, app, form)


@ROUTES.get("/admin/oauth/authorize")
def authorize(world: World, request: Request) -> Response:
    """Approves at once: sends the browser back to the app.

    The code comes signed over the query, as Shopify does.
    """
    app = world.access.apps.get(request.query.get("client_id", ""))
    target = request.query.get("redirect_uri", "")
    if app is None or urlsplit(target).scheme not in ("http", "https"):
        raise BadRequest("client_id must be an installed app and redirect_uri an http(s) address")
    told = {
        "code": world.access.give_code(app.client_id, CODE),
        "shop": world.store.shop.myshopify_domain,
        "state": request.query.get("state", ""),
        "timestamp": str(int(world.store.clock.now().timestamp())),
    }
    signed = "&".join(f"{name}={_plain(value)}" for name, value in sorted(told.items()))
    told["hmac"] = hmac.new(app.client_secret.encode(), signed.encode(), hashlib.sha256).hexdigest()
    return Response.see(f"{target}{'&' if urlsplit(target).query else '?'}{urlencode(told)}")


def _plain(value: str) -> str:
    """Escapes only % and &, as Shopify does before it signs."""
    return value.replace("%", "%25").replace("&", "%26")


def _given(
    world: World, app: App, lives: timedelta | None, refresh_lives: timedelta | None = None, replacing: str = ""
) -> Response:
    token, refresh = world.access.give(app.client_id, lives, refresh_lives, replacing)
    told: dict[str, Any] = {"access_token": token, "scope": ",".join(sorted(app.scopes))}
    if lives is not None:
        told["expires_in"] = int(lives.total_seconds())
    if refresh_lives is not None:
        told |= {"refresh_token": refresh, "refresh_token_expires_in": int(refresh_lives.total_seconds())}
    return Response.json(told)


def _by_client_credentials(world: World, app: App, form: Mapping[str, str]) -> Response:
    if not app.installed:
        return _refused("shop_not_permitted", "The app is not installed on this shop")
    return _given(world, app, CLIENT_CREDENTIALS)


def _by_refresh_token(world: World, app: App, form: Mapping[str, str]) -> Response:
    refresh_token = form.get("refresh_token", "")
    if not world.access.refreshable(app.client_id, refresh_token):
        return _refused("invalid_grant", "The refresh token is unknown, spent or over")
    return _given(world, app, OFFLINE, REFRESH, refresh_token)


def _by_code(world: World, app: App, form: Mapping[str, str]) -> Response:
    if not world.access.spend_code(app.client_id, form.get("code", "")):
        return _refused("invalid_request", "The authorization code was not found or was already used")
    return _given(world, app, OFFLINE, REFRESH) if form.get("expiring") == "1" else _given(world, app, None)


_GRANTS = {
    "client_credentials": _by_client_credentials,
    "refresh_token": _by_refresh_token,
    "authorization_code": _by_code,
}


def _refused(error: str, description: str, status: int = 400) -> Response:
    return Response.json({"error": error, "error_description": description}, status)


def _form(request: Request) -> Mapping[str, str]:
    """Reads a form or a JSON object, as Shopify does."""
    if "json" not in request.headers.get("Content-Type", ""):
        return request.form()
    told = request.json()
    return {str(name): str(value) for name, value in told.items()} if isinstance(told, dict) else {}
