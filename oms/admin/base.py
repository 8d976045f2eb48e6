"""Keeps admin lists fast on a million rows, and their columns readable."""

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.core.paginator import Paginator
from django.db import connection, models
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from oms.models.fields import Text

if TYPE_CHECKING:
    from django.contrib import admin

    _ModelAdmin = admin.ModelAdmin[Any]
    _TabularInline = admin.TabularInline[Any, Any]
    _Paginator = Paginator[Any]
else:
    _ModelAdmin, _TabularInline, _Paginator = ModelAdmin, TabularInline, Paginator

# The admins of one subject, by model: `oms/admin/__init__.py` registers them.
Admins = Mapping[type[Model], type[_ModelAdmin]]
COUNTED_EXACTLY = 10_000
TRAILING_ZEROS = re.compile(r"(\.\d\d\d*?)0+$")

# Unfold's label colours by what a state means to the reader.
GOOD, BUSY, WARN, BAD, NEUTRAL = "success", "info", "warning", "danger", ""


class EstimatedPaginator(_Paginator):
    """Counting a large table takes longer than reading a page of it.

    The whole table is counted by PostgreSQL's own estimate, a filtered list up to 10,000 rows and no further.
    """

    @cached_property
    def count(self) -> int:
        rows: QuerySet[Model] = self.object_list  # type: ignore[assignment]
        if not rows.query.where:
            estimate = self._estimate(rows.model._meta.db_table)
            if estimate > COUNTED_EXACTLY:
                return estimate
        return rows.order_by()[: COUNTED_EXACTLY + 1].count()

    @staticmethod
    def _estimate(table: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = to_regclass(%s)", [f'"{table}"'])
            row = cursor.fetchone()
        return int(row[0]) if row else 0


def short_decimal(text: str) -> str:
    """12.5000 reads as 12.50, and 0.0825 stays: at least two decimals, more only where they say something."""
    return TRAILING_ZEROS.sub(r"\1", text)


# Every decimal column of the models, as the theme wants it: by field name.
DECIMALS = {
    field.name: short_decimal
    for model in apps.get_app_config("oms").get_models()
    for field in model._meta.get_fields()
    if isinstance(field, models.DecimalField)
}


# The texts that people enter here are names: one line each.
ONE_LINE: Any = {Text: {"widget": UnfoldAdminTextInputWidget}}


class SettingsAdmin(_ModelAdmin):
    """A small table that people keep."""

    list_per_page = 50
    show_full_result_count = False
    warn_unsaved_form = True
    formfield_overrides = ONE_LINE


class RecordAdmin(SettingsAdmin):
    """A large table that jobs keep: to be read, found and followed, never edited here.

    Lists sort only by their own order, which an index holds.
    """

    paginator = EstimatedPaginator
    sortable_by = ()
    actions = None
    readonly_preprocess_fields = DECIMALS
    warn_unsaved_form = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class SettingsInline(_TabularInline):
    extra = 0
    hide_title = True
    formfield_overrides = ONE_LINE


class RecordInline(_TabularInline):
    """Rows of a record's page, to be read. `related` names the foreign keys shown, fetched in the same query."""

    extra = 0
    can_delete = False
    hide_title = True
    per_page = 50
    readonly_preprocess_fields = DECIMALS
    ordering: ClassVar[tuple[str, ...]] = ("pk",)
    related: ClassVar[tuple[str, ...]] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.select_related(*self.related) if self.related else rows

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def badge(field: str, colours: Mapping[str, str], description: str = "") -> Callable[[Any, Any], tuple[str, str]]:
    """A column showing a choice field as a coloured label."""

    def column(self: Any, row: Any) -> tuple[str, str]:
        return getattr(row, field), getattr(row, f"get_{field}_display")()

    title = description or field.replace("_", " ")
    return display(label=dict(colours), description=title, ordering=field)(column)  # type: ignore[no-any-return]


def amount(field: str, description: str = "") -> Callable[[Any, Any], str]:
    """A column showing money with its currency."""

    def column(self: Any, row: Any) -> str:
        value = getattr(row, field)
        return "" if value is None else f"{value:,.2f} {getattr(row, 'currency', '')}".rstrip()

    return display(description=description or field.replace("_", " "), ordering=field)(column)  # type: ignore[no-any-return]


def is_open() -> Callable[[Any, Any], bool]:
    """A column: is the exception still open."""

    def column(self: Any, row: Any) -> bool:
        return row.resolved_at is None

    return display(description="open", boolean=True)(column)  # type: ignore[no-any-return]
