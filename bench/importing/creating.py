"""The contestant that Django users know: `bulk_create(update_conflicts=True)` of the same rows into the same tables.

It reads and decodes the file as we do, makes model instances and saves them by 500. What a row's values and keys are is
handed to it: to find that out is a part of our load, and costs it nothing.
"""

import itertools
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import django

from bench.importing.data import LINES_OF_AN_ORDER
from bench.importing.tables import TABLES

BATCH = 500


def models() -> list[Any]:
    from django.apps import apps

    found = {model._meta.db_table: model for model in apps.get_app_config("oms").get_models()}
    return [found[table] for table in TABLES]


def values(source: str, orders: int) -> list[list[dict[str, Any]]]:
    """For each table the values of the rows of the first so many orders, by column."""
    header, *parts = models()
    heads = list(header.objects.using(source).order_by("id").values()[:orders])
    last = heads[-1]["id"]
    found = [heads, *(list(part.objects.using(source).filter(order_id__lte=last).values()) for part in parts)]
    for model, rows in zip(models(), found, strict=True):
        for name in [column.attname for column in model._meta.concrete_fields if column.generated]:
            for row in rows:
                del row[name]
    return found


def create(file: Path, lines: int, rows: list[list[dict[str, Any]]]) -> float:
    """Seconds, in one transaction for each batch as bulk_create does it."""
    from integrations.shopify.bulk_load.stage import decode

    began = time.perf_counter()
    with file.open("rb") as text:
        for line in itertools.islice(text, lines):
            decode(line)
    for model, part in zip(models(), rows, strict=True):
        if not part:
            continue
        columns = model._meta.concrete_fields
        fields = [column.name for column in columns if not column.primary_key and not column.generated]
        model.objects.bulk_create(
            [model(**row) for row in part],
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=fields,
        )
    return time.perf_counter() - began


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobmanager.settings")
    django.setup()
    from django.conf import settings
    from django.db import connections

    source, orders, file = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    connections.databases["source"] = {**settings.DATABASES["default"], "NAME": source}
    rows = values("source", orders)
    seconds = create(file, orders * LINES_OF_AN_ORDER, rows)
    print(json.dumps({"seconds": seconds, "rows": sum(map(len, rows))}))


if __name__ == "__main__":
    main()
