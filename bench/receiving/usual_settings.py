"""The product's settings, but with Django's own default for connections: a new one for each request."""

from jobmanager.settings import *  # noqa: F403
from jobmanager.settings import DATABASES

DATABASES = {"default": {**DATABASES["default"], "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False}}
ROOT_URLCONF = "bench.receiving.usual"
WSGI_APPLICATION = "bench.receiving.usual.application"
