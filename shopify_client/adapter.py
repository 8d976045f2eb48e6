"""Lends our session to code that uses the ShopifyAPI package.

Its session is a global of the process, and its own `Session.temp` leaves the shop active after an exception. Only for
prefork workers: greenlets and coroutines of one thread would share the session.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import shopify

from shopify_client.endpoint import Endpoint


@contextmanager
def activated(endpoint: Endpoint, token: str) -> Iterator[None]:
    """The shop is active for the package inside, and no shop is after it, however it ends.

    Make `shopify.GraphQL()` inside: it takes its address when it is made and its token when it is used.
    """
    shopify.ShopifyResource.activate_session(endpoint.session(token))
    try:
        yield
    finally:
        shopify.ShopifyResource.clear_session()
