"""The webhook receiver's entry point: `uvicorn jobmanager.receiver:application`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobmanager.settings")
django.setup()

from webhooks.intake.asgi import Application  # noqa: E402  (models need the set-up above)

application = Application()
