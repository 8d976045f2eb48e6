"""bench/webhooks [--rounds N] [--seconds N] [--events N]: prints ratios, exits 1 below the floor, 2 without wrk."""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from bench.receiving.report import Round


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/webhooks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="(3)")
    parser.add_argument("--seconds", type=int, default=5, help="of each intake (5)")
    parser.add_argument("--events", type=int, default=6000, help="drained by us; a quarter by one task each (6000)")
    return parser.parse_args()


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def prepare() -> None:
    """Tables, the shop with its secret, the ledger."""
    from django.core.management import call_command

    from bench.receiving import ledger, sample
    from integrations.models import ShopifyConnection, WebhookSubscription
    from oms.models import ProductStore, Shop

    call_command("migrate", interactive=False, verbosity=0)
    shop = Shop.objects.create(domain=sample.DOMAIN, store=ProductStore.objects.create(name="Bench"))
    connection = ShopifyConnection(shop=shop, api_version="2026-10")
    connection.client_secret = sample.SECRET
    connection.save()
    WebhookSubscription.objects.create(shop=shop, topic=sample.TOPIC, wanted=True, present=True)
    ledger.create()


def play(folder: Path, seconds: int, events: int) -> "Round":
    """The contestants one after the other, each on an empty table."""
    from bench.receiving import drain, intake
    from bench.receiving.report import Round

    drain.fill(0)
    alone = intake.pgbench(folder, seconds, os.environ["DATABASE_URL"])
    drain.fill(0)
    ours = intake.ours(folder, seconds)
    drain.fill(0)
    usual = intake.usual(folder, seconds)
    drain.fill(0)
    kept = intake.kept(folder, seconds)
    return Round(alone, ours, usual, kept, drained=drain.ours(folder, events), tasks=drain.usual(folder, events // 4))


def main() -> int:
    options = arguments()
    if shutil.which("wrk") is None:
        say("This bench needs wrk, and it is not here: apt-get install wrk")
        return 2
    os.environ["DJANGO_SETTINGS_MODULE"] = "jobmanager.settings"
    os.environ["LOG_LEVEL"] = "WARNING"
    django.setup()
    prepare()
    from bench.receiving.report import verdict

    rounds = []
    with tempfile.TemporaryDirectory(dir=os.environ["VAR_DIR"]) as name:
        folder = Path(name)
        for number in range(options.rounds):
            rounds.append(play(folder, options.seconds, options.events))
            say(f"round {number + 1}: {rounds[-1].line()}")
    lines, passed = verdict(rounds)
    say("\n".join(lines))
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
