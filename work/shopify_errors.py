"""Turns Shopify's errors into those that work ends with."""

from collections.abc import Iterator
from contextlib import contextmanager

from integrations.connections import NotConnected
from integrations.shopify.bulk_load import ImportFailed
from shopify_client.errors import ShopifyError, Throttled, TransientError
from work.errors import Permanent, Temporary


@contextmanager
def speaking() -> Iterator[None]:
    """Around a conversation with Shopify: Temporary for what a later try may mend, Permanent for what it can't."""
    try:
        yield
    except (Throttled, TransientError) as error:
        raise Temporary(str(error), retry_after=error.retry_in) from error
    except (ShopifyError, ImportFailed, NotConnected) as error:
        if getattr(error, "temporary", False):
            raise Temporary(str(error)) from error
        raise Permanent(str(error)) from error
