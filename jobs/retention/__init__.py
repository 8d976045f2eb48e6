"""What is kept how long. The floors above register their own kinds (raw webhook payloads): one job purges them all."""

from jobs.retention.kinds import Kind, every, register
from jobs.retention.purge import purge

__all__ = ["Kind", "every", "purge", "register"]
