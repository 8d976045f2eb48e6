"""A job that reads a file, here one that takes in stock: clear errors, chunks, a kill, and a retry of what failed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import DataError

from jobs.engine.run import Run
from jobs.handlers import files
from jobs.handlers.files import import_rows, read
from jobs.models import JobRun, State
from jobs.parameters import NoParameters, asks
from tests.engine.support import attempt, definition, new_run
from work.errors import Permanent

HEADING = "SKU,quantity,note\n"


@dataclass(frozen=True, kw_only=True)
class Row:
    sku: str = asks(forms.CharField, label="SKU")
    quantity: int = asks(forms.IntegerField, min_value=0, help_text="a whole number, 0 or more")
    note: str = asks(forms.CharField, required=False)

    def __post_init__(self) -> None:
        if self.sku == "NONE" and self.quantity:
            raise ValidationError("What has no SKU has no quantity.")


class Stock:
    """What was saved; which rows it refuses, and at which it dies."""

    def __init__(self) -> None:
        self.saved: list[Row] = []
        self.refuses = self.dies_at = ""

    def save(self, rows: Sequence[Row]) -> None:
        if any(row.sku == self.dies_at for row in rows):
            self.dies_at = ""
            raise SystemExit("killed")
        if any(row.sku == self.refuses for row in rows):
            raise DataError("value out of range")
        self.saved += rows

    def card(self, text: str) -> Any:
        def handler(run: Run, parameters: NoParameters) -> None:
            import_rows(run, "stock.csv", text.splitlines(keepends=True), Row, self.save)

        return definition(handler)

    @property
    def skus(self) -> list[str]:
        return [row.sku for row in self.saved]


def lines(text: str) -> list[files.Line[Row]]:
    return list(read("stock.csv", text.splitlines(keepends=True), Row))


def test_columns_are_found_by_their_names() -> None:
    (line,) = lines("\ufeffQuantity , colour,sku\n 7,red, A-1 \n\n , ,\n")
    assert line.row == Row(sku="A-1", quantity=7, note="")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "stock.csv is empty: its first line must name the columns SKU, quantity, note"),
        (
            "sku;quantity\n",
            "stock.csv line 1: there is no column 'SKU', 'quantity'; there are 'sku;quantity'. The first",
        ),
        ("sku,quantity,Sku\n", "stock.csv line 1: the column 'Sku' stands there twice"),
        ('"sku"x,quantity\n', "stock.csv line 1: this is no CSV"),
    ],
)
def test_a_file_without_the_columns_is_refused(text: str, said: str) -> None:
    with pytest.raises(Permanent) as refused:
        lines(text)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("A-1,many,", "column 'quantity' has 'many': Enter a whole number. Write a whole number, 0 or more."),
        ("A-1,-1,", "column 'quantity' has '-1': Ensure this value is greater than or equal to 0."),
        ("A-1", "column 'quantity': This field is required. Write a whole number, 0 or more."),
        (",x,", "column 'SKU': This field is required.; column 'quantity' has 'x': Enter a whole number."),
        ("NONE,2,", "What has no SKU has no quantity."),
        ('"A"-1,2,', "this is no CSV"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(cells: str, said: str) -> None:
    bad, good = lines(f"{HEADING}{cells}\nB-1,2,\n")
    assert bad.row is None and said in bad.problem
    assert (bad.reference, bad.raw) == ("stock.csv line 2", f"{HEADING}{cells}\n")
    assert good.row == Row(sku="B-1", quantity=2, note="")


def test_a_cell_may_hold_line_breaks() -> None:
    first, second = lines(f'{HEADING}A-1,2,"two\nlines"\nB-1,x,\n')
    assert first.row == Row(sku="A-1", quantity=2, note="two\nlines")
    assert second.reference == "stock.csv line 4"


@pytest.mark.django_db
def test_bad_lines_are_set_aside_and_the_others_saved() -> None:
    stock, run = Stock(), new_run()
    stock.refuses = "C-1"
    assert attempt(run, stock.card(f"{HEADING}A-1,1,\nB-1,x\x00,\nC-1,3,\nD-1,4,\n")) == State.DONE
    run.refresh_from_db()
    assert stock.skus == ["A-1", "D-1"]
    assert run.counters == {"read": 4, "failed": 2}
    found = run.failed_records.order_by("reference").values_list("reference", "reason", "raw")
    assert list(found) == [
        ("stock.csv line 3", "ROW", f"{HEADING}B-1,x,\n"),
        ("stock.csv line 4", "VALUE", f"{HEADING}C-1,3,\n"),
    ]


@pytest.mark.django_db(transaction=True)
def test_a_killed_run_goes_on_behind_the_last_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "CHUNK", 2)
    stock, run = Stock(), new_run()
    stock.dies_at = "E-1"
    card = stock.card(HEADING + "".join(f"{name}-1,1,\n" for name in "ABCDEF"))
    with pytest.raises(SystemExit):
        attempt(run, card)
    JobRun.objects.filter(pk=run.pk).update(lease_until=run.created_at)
    assert attempt(run, card) == State.DONE
    run.refresh_from_db()
    assert stock.skus == ["A-1", "B-1", "C-1", "D-1", "E-1", "F-1"]
    assert run.counters == {"read": 6} and run.cursor == {"rows": 6}


@pytest.mark.django_db
def test_a_retry_reads_the_lines_that_failed_and_not_the_file() -> None:
    stock, run = Stock(), new_run()
    stock.refuses = "B-1"
    attempt(run, stock.card(f"{HEADING}A-1,1,\nB-1,2,\nC-1,x,\n"))
    stock.refuses = ""
    retry = new_run(origin="retry", retry_of=run)
    run.failed_records.update(state="retrying", retry_run=retry)
    assert attempt(retry, stock.card("the file is gone")) == State.DONE
    assert stock.skus == ["A-1", "B-1"]
    states = dict(run.failed_records.values_list("reference", "state"))
    assert states == {"stock.csv line 3": "resolved", "stock.csv line 4": "failed_again"}
    assert retry.failed_records.get().reference == "stock.csv line 4"


@pytest.mark.django_db
@pytest.mark.parametrize("cell", ["A\u20281", "A\x851", "A\x0b1", "A\x0c1", '"A\r1"', '"A\r\n1"', '"A\n1"'])
def test_a_retry_divides_a_line_no_further_than_the_file_did(cell: str) -> None:
    sku = cell.strip('"')
    stock, run = Stock(), new_run()

    def handler(run: Run, parameters: NoParameters) -> None:
        import_rows(run, "stock.csv", [HEADING, f"{cell},1,\n"], Row, stock.save)

    stock.refuses = sku
    attempt(run, definition(handler))
    stock.refuses = ""
    retry = new_run(origin="retry", retry_of=run)
    run.failed_records.update(state="retrying", retry_run=retry)
    assert attempt(retry, definition(handler)) == State.DONE
    assert (stock.skus, retry.failed_records.count()) == ([sku], 0)
