"""The usual view as it is at its best: every thread keeps its connection."""

from bench.receiving.usual_settings import *  # noqa: F403
from bench.receiving.usual_settings import DATABASES

DATABASES = {"default": {**DATABASES["default"], "CONN_MAX_AGE": 600}}
