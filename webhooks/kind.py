"""Describes events as work: how they are sent and claimed."""

from webhooks.models import WebhookEvent
from webhooks.wake import QUEUE, TASK
from work.batch import Batches
from work.kinds import Kind

KIND = Kind("webhook", WebhookEvent, TASK, QUEUE)
EVENTS = Batches(WebhookEvent, lane=("shop_id", "lane"))
