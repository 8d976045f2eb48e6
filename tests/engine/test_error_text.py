"""What is kept and logged of an error: never a value that the database quoted."""

import io
import logging
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from jobmanager.log_lines import LineFormatter
from jobs.engine.run import Run
from jobs.models import RunLog, State
from tests.engine.support import attempt, definition, new_run
from work.error_text import message, trace
from work.errors import Permanent, Temporary

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "zelda.quillfeather@canary.example"


def twice() -> None:
    """The database refuses the second, in a sentence whose DETAIL quotes the first."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS canary (email text UNIQUE)")
        cursor.execute("INSERT INTO canary VALUES (%s), (%s)", [CANARY, CANARY])


def unreadable() -> None:
    """The database quotes a value in its very first line."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text::integer", [CANARY])


def bad_copy() -> None:
    """The driver's own error, and the line of the file in its CONTEXT."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE numbers (n integer, email text) ON COMMIT DROP")
        cursor.cursor.copy_expert("COPY numbers FROM STDIN", io.StringIO(f"{CANARY}\tx\n"))


def repeated() -> None:
    """A sentence that repeats the database's, cut in the middle of a value."""
    try:
        twice()
    except DatabaseError as error:
        raise Temporary(f"Not kept: {error}"[:-5], retry_after=0) from None


def given_up() -> None:
    try:
        twice()
    except DatabaseError as error:
        raise Permanent(f"Not kept: {error}") from error


def caught(fails: Any) -> Exception:
    with pytest.raises(Exception) as info:
        fails()
    assert CANARY[:20] in f"{info.value} {info.value.__cause__}", "the error was to quote the customer"
    return info.value


FAILURES = [twice, unreadable, bad_copy, repeated, given_up]


@pytest.mark.parametrize("chunked", [True, False])
@pytest.mark.parametrize("fails", FAILURES)
def test_a_run_keeps_no_value(fails: Any, chunked: bool, caplog: pytest.LogCaptureFixture) -> None:
    def handler(run: Run, parameters: dict[str, Any]) -> None:
        fails()

    run = new_run()
    state = attempt(run, definition(handler, chunked=chunked))
    run.refresh_from_db()
    assert state == (State.DEAD if fails is given_up else State.PENDING)
    texts = [run.error, run.traceback, caplog.text, *RunLog.objects.values_list("text", flat=True)]
    assert [text for text in texts if "quill" in text] == []
    assert run.error and fails.__name__ in run.traceback, "where it was raised is kept"


def test_the_name_of_a_constraint_is_kept_and_a_value_is_not() -> None:
    assert message(caught(twice)) == (
        'IntegrityError: duplicate key value violates unique constraint "canary_email_key"'
    )
    assert message(caught(unreadable)) == "DataError: invalid input syntax for type integer: …"
    assert message(caught(given_up)) == ('Not kept: duplicate key value violates unique constraint "canary_email_key"')


@pytest.mark.parametrize("value", ["{}\nBerlin", 'x" {} "y', 'Zelda "{}', '{}"', '"{}', "a\nDETAIL: {}"])
@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("SELECT %s::text::integer", "DataError: invalid input syntax for type integer: …"),
        ("SELECT %s::text::date", "DataError: invalid input syntax for type date: …"),
        ("SELECT (repeat('9', 12) || left(%s, 0))::integer", "DataError: value … is out of range for type integer"),
    ],
)
def test_a_value_with_quotes_or_breaks_of_lines_is_not_kept_in_part(value: str, asked: str, kept: str) -> None:
    def fails() -> None:
        with connection.cursor() as cursor:
            cursor.execute(asked, [value.format(CANARY)])

    with pytest.raises(DatabaseError) as info:
        fails()
    assert message(info.value) == kept


def test_the_causes_are_traced_without_their_sentences() -> None:
    traced = trace(caught(given_up))
    assert traced.index("in twice") < traced.rindex("led to") < traced.rindex("in given_up")
    assert "IntegrityError\n" in traced and traced.endswith("Permanent\n")


@pytest.mark.parametrize("fails", FAILURES)
def test_no_line_of_a_log_quotes_it(fails: Any) -> None:
    error = caught(fails)
    raised = (type(error), error, error.__traceback__)
    plain = logging.LogRecord("x", logging.ERROR, "x.py", 1, "It failed: %s", (error,), raised)
    words = {"name": "jobs.run", "exc": repr(error), "traceback": f"… {error} …"}
    celerys = logging.LogRecord("x", 40, "x.py", 1, "%(name)s raised: %(exc)s\n%(traceback)s", (words,), raised)
    for record in (plain, celerys):
        line = LineFormatter("%(message)s").format(record)
        assert "quill" not in line and fails.__name__ in line


def test_other_errors_are_logged_as_ever() -> None:
    record = logging.LogRecord("x", 40, "x.py", 1, "It failed: %s", (ValueError("seven"),), None)
    assert LineFormatter("%(message)s").format(record) == "It failed: seven"
    assert message(ValueError("seven")) == "ValueError: seven" and message(Temporary("later")) == "later"


def test_the_console_of_every_process_formats_so() -> None:
    from django.conf import settings

    assert settings.LOGGING["formatters"]["line"]["()"] == "jobmanager.log_lines.LineFormatter"
