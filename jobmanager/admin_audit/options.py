"""Mixin for every admin: audits each edited record, lets dependants follow."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import NestedObjects
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from console.frame.responses import actor
from jobmanager.admin_audit.comparing import entries, entry
from jobmanager.admin_audit.following import follow
from jobmanager.admin_audit.stored import Stored, stored
from jobs import audit
from jobs.audit import RECORD_ACTED, RECORD_EDITS, Edits

if TYPE_CHECKING:
    from django.contrib import admin

    _Base = admin.ModelAdmin[Any]
else:
    _Base = object

# They go along too, but say only what happened: nobody entered them.
LOGS = {"admin.LogEntry", "jobs.AlertDelivery"}
Action = Callable[..., Any]
Rows = Mapping[Any, Stored]


def tell(request: HttpRequest, model: type[Model], edits: Edits, before: Rows, after: Rows) -> None:
    audit.record_all(actor(request), entries(model, edits, before, after))


class Audited(_Base):
    """Stands before the admin's own class.

    `audit_as` there names the deeds of its rows, those of any record if it says none; None says that it leaves rows of
    its own.
    """

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Model | None:
        """What is about to be changed: what is stored of it is read here, before the form's values come."""
        found: Model | None = super().get_object(request, object_id, from_field)
        if found is not None and request.method == "POST":
            found._stored = stored(type(found), [found.pk])  # type: ignore[attr-defined]
        return found

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        self._tell(request, self.model, {}, stored(self.model, [obj.pk]))
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._tell(request, self.model, obj._stored, stored(self.model, [obj.pk]))
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Django calls this before it deletes; rows that go along by foreign keys are audited too."""
        going: Any = NestedObjects(using=DEFAULT_DB_ALIAS)
        going.collect(list(queryset))
        for model, rows in going.model_objs.items():
            if model._meta.label not in LOGS and not model._meta.auto_created:
                self._tell(request, model, stored(model, (row.pk for row in rows)), {})
        return super().log_deletions(request, queryset)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        touched = [one.instance.pk for one in formset.initial_forms if one.has_changed()]
        before = stored(formset.model, touched)
        super().save_formset(request, form, formset, change)
        made = [one.pk for one in formset.new_objects]
        self._tell(request, formset.model, before, stored(formset.model, [*before, *made]))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        found: dict[str, Any] = super().get_actions(request)
        return {name: (self._told(*one), *one[1:]) for name, one in found.items()}

    def _told(self, function: Action, name: str, description: str) -> Action:
        """The action, with a row for each chosen record: what was done to it, and what differed after."""
        if name == "delete_selected" or not self._edits:
            return function

        @wraps(function)
        def act(options: Any, request: HttpRequest, chosen: "QuerySet[Any]") -> Any:
            before = stored(self.model, chosen.values_list("pk", flat=True))
            response = function(options, request, chosen)
            if response is None:  # else it still asks
                after, did = stored(self.model, before), str(description)
                told = (
                    entry(self.model, pk, RECORD_ACTED, old, after.get(pk), action=did) for pk, old in before.items()
                )
                audit.record_all(actor(request), told)
            return response

        return act

    @property
    def _edits(self) -> Edits | None:
        return getattr(self, "audit_as", RECORD_EDITS)

    def _tell(self, request: HttpRequest, model: type[Model], before: Rows, after: Rows) -> None:
        edits = self._edits if model is self.model else RECORD_EDITS
        if edits:
            tell(request, model, edits, before, after)
        follow(request, model, after)
