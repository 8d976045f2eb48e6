"""Names a shop's Admin API and the hosts that get its token."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import shopify

SHOP_DOMAIN = re.compile(r"[a-z0-9][a-z0-9-]*\.myshopify\.com")
VERSION = re.compile(r"\d{4}-(01|04|07|10)")


class _Session(shopify.Session):  # type: ignore[misc]  # the package has no types
    """ShopifyAPI's session, at an address that need not be https://<shop>.myshopify.com."""

    base_url: str

    @property
    def site(self) -> str:
        return str(self.version.api_path(self.base_url))


@dataclass(frozen=True)
class Endpoint:
    """The Admin API of one shop in one version.

    `base_url` is https://<domain> when left empty. Any other must equal `sandbox_url`, the address of the sandbox
    store, which the operator sets for the whole installation: so no shop record can send a token elsewhere.
    """

    domain: str
    base_url: str = ""
    version: str = "2026-10"
    sandbox_url: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if not SHOP_DOMAIN.fullmatch(self.domain):
            raise ValueError(f"{self.domain!r} is not the domain of a Shopify shop (name.myshopify.com)")
        if not VERSION.fullmatch(self.version):
            raise ValueError(f"{self.version!r} is not a version of the Admin API (such as 2026-10)")
        own = f"https://{self.domain}"
        base = self.base_url.rstrip("/") or own
        if base not in (own, self.sandbox_url.rstrip("/")):
            raise ValueError(f"The address for {self.domain} is neither {own} nor the sandbox store")
        object.__setattr__(self, "base_url", base)

    def session(self, token: str | None = None) -> shopify.Session:
        """A ShopifyAPI session for this address and version."""
        session = _Session(self.domain, self.version, token)
        session.base_url = self.base_url
        return session

    @property
    def graphql_url(self) -> str:
        return f"{self.session().site}/graphql.json"

    @property
    def token_url(self) -> str:
        return f"{self.base_url}/admin/oauth/access_token"
