"""The admin site on which nothing is edited without an audit row."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from unfold.sites import UnfoldAdminSite

from jobmanager.admin_audit.options import Audited, tell
from jobmanager.admin_audit.stored import stored
from jobs.audit import RECORD_EDITS

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite as _Site
else:
    _Site = UnfoldAdminSite

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


class AuditedSite(_Site):
    """Gives each admin that registers the mixin that audits, and each POST one transaction."""

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: "type[ModelAdmin[Any]] | None" = None,
        **options: Any,
    ) -> None:
        chosen = admin_class or ModelAdmin
        super().register(model_or_iterable, type(chosen.__name__, (Audited, chosen), {}), **options)

    def admin_view(self, view: _View, cacheable: bool = False) -> _View:
        @wraps(view)
        def whole(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method != "POST":
                return view(request, *args, **kwargs)
            with transaction.atomic():
                return view(request, *args, **kwargs)

        return super().admin_view(cast(_View, whole), cacheable)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """One's own password: the one edit that no admin of a model makes."""
        if request.method != "POST":
            return super().password_change(request, extra_context)
        before = stored(User, [request.user.pk])
        response = super().password_change(request, extra_context)
        tell(request, User, RECORD_EDITS, before, stored(User, [request.user.pk]))
        return response
