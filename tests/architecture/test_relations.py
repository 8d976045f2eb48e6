"""A foreign key written as a string escapes the import contracts; it may not point upward all the same."""

from collections.abc import Iterable

from django.apps import apps

from tests.architecture.tree import height


def upward(relations: Iterable[tuple[str, str]]) -> list[str]:
    """Pairs (app of the model, app it points to) that point to a higher floor, or sideways between two packages."""
    return [
        f"{source} -> {target}" for source, target in relations if source != target and height(source) <= height(target)
    ]


def test_no_relation_points_upward() -> None:
    relations = [
        (model._meta.app_label, field.related_model._meta.app_label)
        for model in apps.get_models(include_auto_created=True)
        if height(model._meta.app_label) >= 0
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
    ]
    assert ("jobs", "oms") in relations
    assert upward(relations) == []


def test_the_rule_notices_a_planted_one() -> None:
    assert upward([("oms", "jobs"), ("jobs", "oms"), ("jobs", "auth"), ("oms", "oms")]) == ["oms -> jobs"]
