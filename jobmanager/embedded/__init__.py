"""Starts a real PostgreSQL and a real Valkey from wheels.

For a trial or a test on one machine.

They start for whichever of DATABASE_URL and REDIS_URL is unset, keep their data under `var/` and live exactly as long
as the command they were started for: `python -m jobmanager.embedded run -- COMMAND`.
"""

from jobmanager.embedded.kept import local_fernet_key, local_secret, var_dir
from jobmanager.embedded.services import database_url, redis_url

__all__ = ("database_url", "local_fernet_key", "local_secret", "redis_url", "var_dir")
