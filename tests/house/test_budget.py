"""What tests may cost, and which of them wait for --long."""

import os
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from tests import budget, selection
from tests.architecture.tree import ROOT
from tests.budget import AT_REST, LOOK, MOST_ASLEEP, MOST_CPU, Spent, complaint, meter, slowness

pytest_plugins = "pytester"
BURN = "import time\nwhile time.process_time() < 0.3: pass"
TESTS = """
    import time
    import pytest

    @pytest.fixture(scope="module")
    def shared():
        time.sleep(0.4)
        yield
        time.sleep(0.4)

    def test_asleep(): time.sleep(0.4)
    def test_with_a_shared_fixture(shared): pass
    @pytest.mark.costly("it is the subject")
    def test_costly(): time.sleep(0.4)
    @pytest.mark.demo
    def test_demo(): pass
    def test_database(db): pass

    @pytest.fixture
    def db(): pass
"""
Outcome = Callable[..., tuple[dict[str, int], str]]


@pytest.fixture
def outcome(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makepyfile(TESTS)
    pytester.makeini("[pytest]\nmarkers =\n    costly\n    demo\n    django_db")
    plugins = [part for name in ("tests.budget", "tests.selection", "no:django") for part in ("-p", name)]

    def run(*arguments: str) -> tuple[dict[str, int], str]:
        found = pytester.runpytest_subprocess(*plugins, *arguments)
        return found.parseoutcomes(), found.stdout.str()

    return run


def test_one_that_sleeps_fails_and_a_long_one_is_left_out(outcome: Outcome) -> None:
    counts, said = outcome()
    assert counts == {"passed": 4, "errors": 1, "deselected": 1}
    assert "ERROR at teardown of test_asleep" in said and "This test slept 0.4 s; 0.3 s is the most" in said
    assert "Left out, as they take long: 1. Run them with --long." in said


def test_with_long_all_of_them_run(outcome: Outcome) -> None:
    counts, said = outcome("--long", "-k", "not asleep")
    assert (counts, "Left out" in said) == ({"passed": 4, "deselected": 1}, False)


def test_a_fixture_marks_a_test_as_one_with_a_database(outcome: Outcome) -> None:
    assert outcome("-m", "django_db")[0] == {"passed": 1, "deselected": 4}


@pytest.mark.parametrize(
    ("spent", "said"),
    [
        (Spent(cpu=MOST_CPU + 0.1), "3.1 s of processor time; 3.0 s is the most"),
        (Spent(asleep=MOST_ASLEEP + 0.1), "slept 0.4 s; 0.3 s is the most"),
        (Spent(cpu=MOST_CPU, asleep=MOST_ASLEEP), ""),
    ],
)
def test_what_is_too_much_is_told_with_its_limit(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, spent: Spent, said: str
) -> None:
    monkeypatch.setattr(budget, "slowness", lambda: 1.0)
    found = complaint(request.node, spent)
    assert said in found and bool(said) == bool(found)


def test_where_the_same_work_costs_more_a_test_may_cost_as_much_more(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    took = iter([0.5, 1.8, 1, 1, 1])
    monkeypatch.setattr(budget, "_piece_of_work", lambda: next(took) * AT_REST)
    assert complaint(request.node, Spent(cpu=MOST_CPU)) == "", "nothing is measured for a test within its limit"
    assert "5.5 s of processor time; 5.4 s is the most" in complaint(request.node, Spent(cpu=MOST_CPU * 1.8 + 0.1))
    assert next(took, None) is None


def test_a_fast_machine_allows_no_less_and_a_slow_one_twice_as_much_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "PIECE", 1)
    assert slowness() == 1
    monkeypatch.setattr(budget, "PIECE", 600_000)
    assert slowness() == budget.MOST_SLOWNESS == 2


@pytest.mark.parametrize("name", ["costly", "long"])
def test_a_costly_or_long_one_has_to_say_why(request: pytest.FixtureRequest, name: str) -> None:
    mark = getattr(pytest.mark, name)
    request.node.add_marker(mark)
    assert f"Say why this test may be {name}" in complaint(request.node, Spent())
    request.node.add_marker(mark("for the teardown of this one"), append=False)


@pytest.mark.parametrize(("asked", "played"), [("--long", 40), ("", 12)])
def test_all_examples_are_played_with_long(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, asked: str, played: int
) -> None:
    monkeypatch.setattr(os, "environ", {})
    selection.pytest_configure(pytester.parseconfig("-p", "tests.selection", *asked.split()))
    assert selection.examples(12, of=40) == played


def test_looking_again_is_no_sleep_and_an_ended_child_counts() -> None:
    before = meter.spent()
    time.sleep(LOOK)
    time.sleep(2 * LOOK)
    subprocess.run([sys.executable, "-c", BURN], check=True)
    spent = meter.spent() - before
    assert spent.asleep == pytest.approx(2 * LOOK) and spent.cpu > 0.25
