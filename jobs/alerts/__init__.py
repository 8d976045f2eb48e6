"""Tells people once what is wrong, and once that it is over.

`watch` compares what is wrong now with the alerts that are open; `deliver` sends what is due. Beat and every worker do
both every few seconds: a silent worker can't tell of itself, nor can a silent clock.
"""

from jobs.alerts.deliver import deliver
from jobs.alerts.watch import watch

__all__ = ["deliver", "watch"]
