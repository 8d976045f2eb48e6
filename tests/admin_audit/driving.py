"""Django admin as a browser uses it, and the audit rows that came of it."""

from typing import Any

from django.forms import MultiWidget
from django.test import Client
from django.urls import reverse

from console.presentation.audit import Line, lines
from jobs.models import AuditLog


def address(label: str, page: str, *args: Any) -> str:
    return reverse(f"admin:{label.lower().replace('.', '_')}_{page}", args=args)


def typed(page: Any, **edits: Any) -> dict[str, Any]:
    """What a browser would send of this page, after these edits."""
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    found: dict[str, Any] = {}
    for form in forms:
        for bound in form:
            value, widget = bound.value(), bound.field.widget
            if isinstance(widget, MultiWidget):
                parts = widget.decompress(value)
                found |= {f"{bound.html_name}_{number}": part for number, part in enumerate(parts)}
            else:
                found[bound.html_name] = value
    given = found | edits
    return {name: value for name, value in given.items() if value is not None and value is not False}


def send(client: Client, url: str, **edits: Any) -> None:
    answer = client.post(url, typed(client.get(url), **edits))
    wrong = "" if answer.context is None else [form.errors for form in (answer.context["adminform"].form,)]
    assert answer.status_code == 302, wrong


def rows(after: int = 0) -> list[AuditLog]:
    return list(AuditLog.objects.filter(pk__gt=after).order_by("pk"))


def last() -> int:
    return AuditLog.objects.order_by("pk").values_list("pk", flat=True).last() or 0


def line_of(row: AuditLog) -> Line:
    return lines([row])[0]


def broken(*args: Any, **kwargs: Any) -> None:
    raise OSError("no row today")
