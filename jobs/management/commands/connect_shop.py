"""Connects a shop from the command line."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from integrations.onboarding import Credentials
from jobs.audit import COMMAND_LINE
from jobs.models.run import Origin
from jobs.services.connect_shop import connect_shop


class Command(BaseCommand):
    help = (
        "Connect a shop by an access token or by an app's client id and secret, then read its name and locations. "
        "A secret not given as an option is read from SHOPIFY_TOKEN or SHOPIFY_CLIENT_SECRET, where no process list "
        "shows it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--domain", required=True, help="for example my-store.myshopify.com")
        parser.add_argument("--token", default=os.environ.get("SHOPIFY_TOKEN", ""))
        parser.add_argument("--client-id", default="")
        parser.add_argument("--client-secret", default=os.environ.get("SHOPIFY_CLIENT_SECRET", ""))
        parser.add_argument("--base-url", default="", help="only the sandbox store's address, as in SANDBOX_URL")
        parser.add_argument("--store", default="", help="name of the product store; the domain if left out")

    def handle(self, **options: Any) -> None:
        if not options["token"] and not (options["client_id"] and options["client_secret"]):
            raise CommandError("Give an access token, or a client id and a client secret.")
        credentials = Credentials(options["token"], options["client_id"], options["client_secret"])
        try:
            made = connect_shop(
                options["domain"],
                credentials,
                COMMAND_LINE,
                base_url=options["base_url"],
                store_name=options["store"],
                origin=Origin.CLI,
            )
        except ValueError as error:
            raise CommandError(str(error)) from error
        if not made.answered.ok:
            raise CommandError(f"Its credentials are kept, but {made.answered.text}")
        made.shop.refresh_from_db()
        self.stdout.write(f"Connected to {made.shop} with {made.answered.locations} locations.")
        if made.run:
            self.stdout.write(f"Its webhooks are subscribed by run {made.run.pk}.")
