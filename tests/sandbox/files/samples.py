"""The sample files, and small files made from rows."""

import csv
from pathlib import Path

DATA = Path(__file__).parents[2] / "sandbox_data" / "data"
PRODUCTS, ORDERS = DATA / "products_export.csv", DATA / "orders_export.csv"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def written(path: Path, rows: list[dict[str, str]], **options) -> Path:
    """The rows as a file; the first row's keys are the header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), **options)
        writer.writeheader()
        writer.writerows(rows)
    return path
