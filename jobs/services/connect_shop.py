"""Connects a shop: keeps its credentials, tries them, has its webhooks subscribed."""

from dataclasses import dataclass

from django.db import transaction

from integrations import onboarding
from integrations.connections import NotConnected
from integrations.models import ConnectionStatus, ShopifyConnection
from integrations.onboarding import Credentials
from integrations.shopify import subscriptions
from jobs import audit
from jobs.audit import Actor, Deed
from jobs.handlers.missed_webhooks import RECONCILE
from jobs.models import JobRun
from jobs.models.run import Origin
from jobs.services.run_control import NotPossible
from jobs.services.run_request import PrerequisiteNotMet, request_run
from oms.models import Shop
from shopify_client.errors import ShopifyError

CONNECTION_SAVED = Deed("connection.saved", "connected")
CONNECTION_TESTED = Deed("connection.tested", "tested the connection of")


@dataclass(frozen=True)
class Answered:
    """What a shop said to the first call.

    How many locations it has, or why it did not let us in or did not answer.
    """

    ok: bool
    text: str
    locations: int = 0


@dataclass(frozen=True)
class Connected:
    """`run` compares its webhook subscriptions; None where it did not let us in, or can send us nothing yet."""

    shop: Shop
    answered: Answered
    run: JobRun | None


def connect_shop(
    domain: str,
    credentials: Credentials,
    actor: Actor,
    *,
    base_url: str = "",
    store_name: str = "",
    origin: Origin = Origin.MANUAL,
) -> Connected:
    """Connects a shop: keeps its credentials, then asks it.

    The credentials and their audit row are kept before the shop is asked. Raises ValueError for an address that is
    neither the shop's own nor the sandbox store's.
    """
    with transaction.atomic():
        connection = onboarding.connect(domain, credentials, base_url=base_url, store_name=store_name)
        after = {"grant": connection.get_grant_type_display(), "sandbox store": bool(base_url)}
        audit.record(actor, CONNECTION_SAVED, connection.shop, after=after)
        # Connected is a shop that has let us in with these credentials: its first good answer says so.
        _attend(connection, "It has not answered yet; test the connection.")
    answered = _ask(connection)
    if not answered.ok:
        _attend(connection, answered.text)
    return Connected(connection.shop, answered, subscribe_soon(connection.shop, actor, origin) if answered.ok else None)


def try_connection(connection: ShopifyConnection, actor: Actor) -> Answered:
    """Asks the shop who it is, and for its locations."""
    audit.record(actor, CONNECTION_TESTED, connection.shop)
    return _ask(connection)


def _ask(connection: ShopifyConnection) -> Answered:
    domain = connection.shop.domain
    try:
        locations = onboarding.verify(connection)
    except UnicodeError:  # its own words quote the secret
        return Answered(False, f"{domain} was not asked: the credentials hold characters that no token has.")
    except (ShopifyError, NotConnected, ValueError) as error:
        temporary = isinstance(error, ShopifyError) and error.temporary
        return Answered(False, f"{domain} did not {'answer' if temporary else 'let us in'}: {error}")
    text = f"{domain} answers, with {locations} location{'' if locations == 1 else 's'}."
    return Answered(True, text, locations)


def _attend(connection: ShopifyConnection, message: str) -> None:
    rows = ShopifyConnection.objects.filter(pk=connection.pk)
    rows.update(status=ConnectionStatus.NEEDS_ATTENTION, message=message)


def subscribe_soon(shop: Shop, actor: Actor, origin: Origin = Origin.MANUAL) -> JobRun | None:
    """Has the shop's webhook subscriptions compared at once.

    The topics that every shop has are asked for then, whether the job's schedule is on or not. None where that can't
    be: Shopify has no address to send to yet.
    """
    if subscriptions.address_problem():
        return None
    try:
        return request_run(RECONCILE, shop=shop, actor=actor, origin=origin).run
    except (PrerequisiteNotMet, NotPossible):
        return None
