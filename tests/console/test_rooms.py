"""The cards of the console's rooms: each names what its folder holds, and all of it."""

import ast
from collections import Counter
from datetime import datetime

import pytest
from django.db import connection

from console.frame import needs
from console.frame.order_sections import OrderSection
from console.frame.panels import Panel
from console.rooms import ADDING, ROOMS
from tests.architecture.tree import ROOT


def test_a_rooms_addresses_lead_to_its_own_views() -> None:
    modules = {
        (room.name, address.callback.__module__)
        for room in ROOMS
        for address in room.addresses
        if not address.callback.__module__.startswith("django.")
    }
    assert {(name, module) for name, module in modules if not module.startswith(f"console.{name}.")} == set()


def test_no_name_and_no_address_is_given_twice() -> None:
    addresses = [address for room in ROOMS for address in room.addresses]
    assert all(address.name for address in addresses)
    for count in (Counter(str(a.name) for a in addresses), Counter(str(a.pattern) for a in addresses)):
        assert [what for what, many in count.items() if many > 1] == []
    assert len({room.name for room in ROOMS}) == len(ROOMS)


def written(returns: str) -> set[str]:
    """Functions of the console's rooms, module and name, that return this."""
    found = set()
    for path in (ROOT / "console").rglob("*.py"):
        if path.parent.name in ("frame", "api"):
            continue
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and node.returns and ast.unparse(node.returns) == returns:
                found.add(f"{'.'.join(path.relative_to(ROOT).with_suffix('').parts)}.{node.name}")
    return found


def test_every_maker_of_needs_is_on_a_card() -> None:
    """One that is on none would show nothing, and nobody would miss it."""
    listed = [f"{need.__module__}.{need.__name__}" for room in ROOMS for need in room.needs]
    assert len(listed) == len(set(listed)) >= 15
    assert written("list[Need]") == set(listed)


def test_needs_stand_in_the_order_of_the_cards() -> None:
    names = [need.__name__ for room in ADDING for need in room.needs]
    assert names[:3] == ["orders_to_look_at", "units_without_a_place", "silent_parts"]
    assert names[-5:] == [
        "open_requests", "dead_events", "removed_subscriptions", "missing_subscriptions", "silent_topics",
    ]  # fmt: skip


def test_every_maker_says_what_it_looks_for() -> None:
    """But for the one whose answer is kept. No moment is that of the process's start."""
    makers = tuple(need for room in ADDING for need in room.needs)
    assert [need.__name__ for need in makers if not needs._signs(need)] == ["silent_parts"]
    question = needs._question(makers)
    assert question is not None and not any(isinstance(one, datetime) for one in question[1])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("orders_to_look_at", "oms_orderexception_open"),
        ("units_without_a_place", "oms_returnitem_waiting"),
        ("dead_runs", "jobrun_dead_groups"),
        ("late_runs", "jobrun_due"),
        ("missed_slots", "jobrun_by_state"),
        ("half_done_runs", "failedrecord_open"),
        ("dead_events", "webhookevent_apart"),
    ],
)
def test_an_index_has_the_first_row_of_a_long_table(name: str, index: str) -> None:
    [rows] = next(needs._signs(need) for room in ADDING for need in room.needs if need.__name__ == name)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
        # With what is known of an empty table the planner may take any index that gives the order.
        for other in {one.name for one in rows.model._meta.indexes} - {index}:
            cursor.execute(f'DROP INDEX "{other}"')
    plan = rows.values_list("pk")[:1].explain()
    assert index in plan and "Sort" not in plan


def test_panels_and_sections_have_names_of_their_own() -> None:
    panels = [panel.name for room in ROOMS for panel in room.panels]
    assert len(panels) == len(set(panels)) > 0
    order = next(a for room in ROOMS for a in room.addresses if a.name == "order")
    sections: list[OrderSection] = order.default_args["sections"]
    assert [section.name for section in sections] == ["items", "returns", "statuses", "touched", "facts"]


def test_every_panel_is_on_a_card() -> None:
    made = {
        f"{path.stem}.{target.id}"
        for path in (ROOT / "console").rglob("*.py")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        if ast.unparse(node.value.func) == Panel.__name__
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    assert len(made) == sum(len(room.panels) for room in ROOMS)
