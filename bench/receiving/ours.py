"""The product's receiver and worker with the bench's handler: `uvicorn bench.receiving.ours:application`,
`celery -A bench.receiving.ours worker`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobmanager.settings")
django.setup()

from bench.receiving import ledger  # noqa: E402  (models need the set-up above)
from jobmanager.celery import app  # noqa: E402
from webhooks.intake.asgi import Application  # noqa: E402

__all__ = ["app", "application"]

ledger.use()
application = Application()
