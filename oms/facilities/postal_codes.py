"""Loads where postal codes lie from the `zipcodes` package (United States)."""

import io

import zipcodes
from django.db import connection, transaction

_MERGE = """
INSERT INTO oms_postalcode (country, code, city, region, latitude, longitude)
SELECT DISTINCT ON (country, code) country, code, city, region, latitude, longitude FROM postal_code_load
ON CONFLICT (country, code) DO UPDATE
    SET city = excluded.city, region = excluded.region, latitude = excluded.latitude, longitude = excluded.longitude
    WHERE (oms_postalcode.city, oms_postalcode.region, oms_postalcode.latitude, oms_postalcode.longitude)
        IS DISTINCT FROM (excluded.city, excluded.region, excluded.latitude, excluded.longitude)
"""


def load() -> int:
    """Load or refresh all postal codes set-wise; answer = rows added or changed, 0 when all were there."""
    lines = io.StringIO()
    for place in zipcodes.list_all():
        # Military post abroad has no place: it is given as 0, 0. An address there still names the United States.
        if float(place["lat"]) or float(place["long"]):
            row = ("US", place["zip_code"], place["city"], place["state"], place["lat"], place["long"])
            lines.write("\t".join(row) + "\n")
    lines.seek(0)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE postal_code_load (country text, code text, city text, region text,"
            " latitude float8, longitude float8)"
        )
        with connection.wrap_database_errors:  # Django does it for its own methods only
            cursor.copy_from(lines, "postal_code_load")
        cursor.execute(_MERGE)
        changed = int(cursor.rowcount)
        cursor.execute("DROP TABLE postal_code_load")
    return changed
