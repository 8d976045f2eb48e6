"""The Celery application. A message is a wake-up call only: see docs/architecture.md."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobmanager.settings")
app = Celery("jobmanager", include=["jobs.tasks", "webhooks.tasks"])
app.config_from_object("django.conf:settings", namespace="CELERY")
