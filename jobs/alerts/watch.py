"""Opens and closes alerts.

One row as long as the trouble lasts, one message to each target at both of its ends.
"""

from django.db import connection, transaction
from django.utils import timezone

from jobs.alerts.rules import troubles
from jobs.models import Alert, AlertDelivery, AlertTarget


def watch() -> tuple[int, int]:
    """How many alerts began and how many ended. Of several watchers at once one works, the others leave at once."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('alerts'))")
            if not cursor.fetchone()[0]:
                return 0, 0
        found = {(str(rule), subject): text for rule, subject, text in troubles()}
        known = {(alert.rule, alert.subject): alert for alert in Alert.objects.filter(closed_at__isnull=True)}
        opened = [
            Alert.objects.create(rule=rule, subject=subject, text=text)
            for (rule, subject), text in found.items()
            if (rule, subject) not in known
        ]
        closed = [alert for key, alert in known.items() if key not in found]
        Alert.objects.filter(pk__in=[alert.pk for alert in closed]).update(closed_at=timezone.now())
        _announce(opened)
        _give_all_clear(closed)
    return len(opened), len(closed)


def _announce(alerts: list[Alert]) -> None:
    if not alerts:
        return
    targets = list(AlertTarget.objects.filter(enabled=True))
    AlertDelivery.objects.bulk_create(
        AlertDelivery(alert=alert, target=target, event="opened")
        for alert in alerts
        for target in targets
        if not target.rules or alert.rule in target.rules
    )


def _give_all_clear(alerts: list[Alert]) -> None:
    """To those who heard of the beginning. A message that nobody has got yet is not worth sending any more."""
    if not alerts:
        return
    waiting = AlertDelivery.objects.filter(alert__in=alerts, event="opened", state="waiting", attempts=0)
    waiting.select_for_update().delete()
    announced = AlertDelivery.objects.filter(alert__in=alerts, event="opened", target__enabled=True)
    AlertDelivery.objects.bulk_create(
        AlertDelivery(alert_id=alert, target_id=target, event="closed")
        for alert, target in announced.values_list("alert", "target")
    )
