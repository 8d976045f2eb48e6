"""Writes an alert as a letter or as a signed JSON document."""

import hashlib
import hmac
import json
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage

from integrations.outgoing import CannotSend, post
from jobs.alerts.subjects import about
from jobs.models import AlertDelivery


def send(delivery: AlertDelivery) -> None:
    """Raises CannotSend."""
    if delivery.target.kind == "email":
        _mail(delivery)
    else:
        _webhook(delivery)


def _title(delivery: AlertDelivery) -> str:
    alert = delivery.alert
    said = f"{alert.get_rule_display()}: {about(alert.subject)}"
    return said if delivery.event == "opened" else f"Over: {said}"


def _name(delivery: AlertDelivery) -> str:
    """The same for every attempt, so that who gets the message twice can tell."""
    return f"alert-{delivery.alert_id}-{delivery.event}-{delivery.target_id}"


def _mail(delivery: AlertDelivery) -> None:
    if not settings.EMAIL_HOST:
        raise CannotSend("EMAIL_HOST is not set: no letters can be sent")
    subject = "".join(" " if character in "\r\n" else character for character in _title(delivery))
    letter = EmailMessage(
        f"[Job Manager] {subject}"[:200],
        f"{delivery.alert.text}\n\nSince {delivery.alert.opened_at:%Y-%m-%d %H:%M} UTC.\n",
        to=[delivery.target.address],
        headers={"Message-ID": f"<{_name(delivery)}@{settings.EMAIL_DOMAIN}>", "Auto-Submitted": "auto-generated"},
    )
    try:
        letter.send()
    except (SMTPException, OSError) as error:
        raise CannotSend(f"The mail server refused or did not answer: {error}") from error


def _webhook(delivery: AlertDelivery) -> None:
    alert = delivery.alert
    document = {
        "id": alert.pk,
        "event": delivery.event,
        "rule": alert.rule,
        "subject": alert.subject,
        # Chat services show this field.
        "text": f"{_title(delivery)}. {alert.text}",
        "opened_at": alert.opened_at.isoformat(),
        "closed_at": alert.closed_at.isoformat() if alert.closed_at else None,
    }
    body = json.dumps(document).encode()
    headers = {"Content-Type": "application/json", "Idempotency-Key": _name(delivery)}
    secret = delivery.target.secret
    if secret:
        digest = hmac.new(secret.reveal().encode(), body, hashlib.sha256).hexdigest()
        headers["X-Jobmanager-Signature"] = f"sha256={digest}"
    post(delivery.target.address, body, headers)
