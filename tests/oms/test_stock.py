"""The ledger is the truth, the level its sum, and neither can be changed behind the other's back."""

from collections import defaultdict

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oms.inventory import ledger
from oms.inventory.ledger import By, Entry, Target
from oms.models import InventoryDetail, InventoryLevel, LedgerReason
from tests.oms import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> tuple[int, int]:
    return factories.product().pk, factories.facility().pk


def numbers(place: tuple[int, int]) -> tuple[int, int]:
    level = InventoryLevel.objects.get(product_id=place[0], facility_id=place[1])
    return level.qoh, level.atp


def test_first_entry_creates_the_level(place):
    assert (
        ledger.record([Entry(*place, 10, 10, LedgerReason.RECEIPT), Entry(*place, 0, -4, LedgerReason.RESERVED)]) == 2
    )
    assert numbers(place) == (10, 6)
    assert ledger.drifted() == []


def test_one_statement_for_any_number_of_entries(place, django_assert_num_queries):
    others = [factories.product(f"P{n}").pk for n in range(30)]
    with django_assert_num_queries(1):
        written = ledger.record([Entry(p, place[1], 5, 5, LedgerReason.RECEIPT) for p in others] * 2)
    assert written == 60
    assert set(InventoryLevel.objects.values_list("qoh", flat=True)) == {10}


@pytest.mark.parametrize(("by", "expected"), [(By.ATP, (9, 4)), (By.QOH, (4, -1))])
def test_reset_moves_both_numbers_by_the_difference(place, by, expected):
    ledger.record([Entry(*place, 10, 5, LedgerReason.RECEIPT)])
    assert ledger.reset([Target(*place, 4)], by) == 1
    assert numbers(place) == expected
    assert ledger.reset([Target(*place, 4)], by) == 0
    assert ledger.drifted() == []


def test_reset_of_an_unknown_level_starts_at_zero(place):
    ledger.reset([Target(*place, 3), Target(*place, 7)], By.QOH)
    assert numbers(place) == (7, 7)


def test_a_key_counts_once(place):
    sale = Entry(*place, -1, -1, LedgerReason.EXTERNAL_SALE, key="order 1")
    assert [ledger.record([sale]), ledger.record([sale])] == [1, 0]
    assert numbers(place) == (-1, -1)
    with pytest.raises(IntegrityError), transaction.atomic():
        ledger.record([Entry(*place, 1, 1, LedgerReason.RETURN, key="r")] * 2)
    assert numbers(place) == (-1, -1)


def test_nothing_to_change_writes_nothing(place):
    assert ledger.record([Entry(*place, 0, 0, LedgerReason.VARIANCE)]) == 0
    assert ledger.record([]) == 0
    assert not InventoryLevel.objects.exists()


@pytest.mark.parametrize(
    "statement", ["UPDATE oms_inventorydetail SET qoh_diff = 99", "DELETE FROM oms_inventorydetail"]
)
def test_the_database_refuses_to_change_the_ledger(place, statement):
    ledger.record([Entry(*place, 1, 1, LedgerReason.RECEIPT)])
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert InventoryDetail.objects.get().qoh_diff == 1


def test_a_level_written_past_the_ledger_is_found(place):
    ledger.record([Entry(*place, 1, 1, LedgerReason.RECEIPT)])
    InventoryLevel.objects.update(atp=5)
    assert [level.product_id for level in ledger.drifted()] == [place[0]]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(-9, 9), st.integers(-9, 9)), min_size=1, max_size=20
    )
)
def test_levels_are_the_sums_whatever_is_recorded(changes):
    with transaction.atomic():
        products = [factories.product(f"P{n}").pk for n in range(3)]
        facilities = [factories.facility(f"W{n}").pk for n in range(2)]
        expected: dict[tuple[int, int], tuple[int, int]] = defaultdict(lambda: (0, 0))
        for start in range(0, len(changes), 7):
            batch = changes[start : start + 7]
            ledger.record(Entry(products[p], facilities[f], q, a, LedgerReason.VARIANCE) for p, f, q, a in batch)
        for p, f, q, a in changes:
            qoh, atp = expected[products[p], facilities[f]]
            expected[products[p], facilities[f]] = (qoh + q, atp + a)
        levels = {(x.product_id, x.facility_id): (x.qoh, x.atp) for x in InventoryLevel.objects.all()}
        assert {k: v for k, v in levels.items() if v != (0, 0)} == {k: v for k, v in expected.items() if v != (0, 0)}
        assert ledger.drifted() == []
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_a_level_that_is_locked_is_made_where_there_was_none_and_left_alone_by_others(place):
    assert ledger.locked(*place).qoh == 0
    ledger.record([Entry(*place, 10, 5, LedgerReason.RECEIPT)])
    other = connection.copy()
    with transaction.atomic(), other.cursor() as cursor:
        level = ledger.locked(*place)
        assert (level.qoh, level.atp, InventoryLevel.objects.count()) == (10, 5, 1)
        cursor.execute("SELECT id FROM oms_inventorylevel FOR UPDATE SKIP LOCKED")
        assert cursor.fetchall() == []
    other.close()
