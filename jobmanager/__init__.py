"""Wires settings, addresses, Celery and servers. Nothing imports it."""

from jobmanager.celery import app as celery_app

__all__ = ("celery_app",)
