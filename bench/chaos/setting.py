"""What the imports need beside an empty database: tables, static files, the sandbox store connected as an app."""

from datetime import datetime

from django.core.management import call_command
from django.db import connection

from integrations import onboarding

SHOP_DOMAIN = "demo-store.myshopify.com"


def database() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def connect(sandbox_url: str) -> None:
    """Without a token: it is had, and renewed when it is refused, by client credentials."""
    credentials = onboarding.Credentials(client_id="sandbox-key", client_secret="sandbox-secret")  # public test values
    onboarding.verify(onboarding.connect(SHOP_DOMAIN, credentials, base_url=sandbox_url, store_name="Torture"))


def now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        found: datetime = cursor.fetchone()[0]
    return found


def number_runs_from(first: int) -> None:
    """A run is known at Shopify by its number: each case has its own, though its database is a copy."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('jobs_jobrun', 'id'), %s, false)", [first])
