"""A million runs as two years of work leave them: most are good, some failed with a sentence, some wait."""

from django.contrib.auth.models import User
from django.db import connection

from jobs import registry
from oms.models import ProductStore, Shop

RARE = "carrier 4711 unreachable"
WHO = "ada"

_ROWS = """
INSERT INTO jobs_jobrun (key, shop_id, origin, requested_by_id, queue, state, parameters, policies, cursor, counters,
                         progress, error, fingerprint, token, created_at, due_at, started_at, finished_at)
SELECT key, CASE WHEN n %% 10 = 9 THEN %s ELSE %s END,
       CASE WHEN n %% 4 = 3 THEN 'manual' ELSE 'schedule' END, CASE WHEN n %% 4 = 3 THEN %s END, 'jobs', state,
       '{"limit": 5}', '{}', '{}',
       CASE WHEN state = 'done'
            THEN jsonb_build_object('read', n %% 500, 'updated', n %% 70, 'failed', (n %% 97 = 0)::int) ELSE '{}' END,
       '{}',
       CASE WHEN state = 'dead' AND n %% 100000 = 49 THEN %s
            WHEN state = 'dead' THEN 'Order #' || n || ' of the shop could not be read: timed out after 10 s'
            WHEN state = 'skipped' THEN 'Run ' || n || ' was still under way' ELSE '' END,
       CASE WHEN state = 'dead' THEN 'feedfacefeedface' ELSE '' END,
       1, at, at, CASE WHEN state IN ('done', 'dead') THEN at END, at + interval '7 seconds'
FROM (SELECT n, (%s::text[])[1 + n %% %s] AS key, now() - (%s - n) * interval '60 seconds' AS at,
             CASE WHEN n %% 50 = 49 THEN 'dead' WHEN n %% 20 = 3 THEN 'skipped' WHEN n %% 200 = 7 THEN 'missed'
                  ELSE 'done' END AS state
      FROM generate_series(1, %s) AS n) AS made
"""


def fill(count: int) -> None:
    """Nine of ten runs are of the first shop; a person asked for every fourth."""
    store = ProductStore.objects.create(name="Bench")
    shops = [_shop(store, name) for name in ("Outlet", "Main")]
    person = User.objects.create_user(WHO)
    keys = [job.key for job in registry.all_jobs()]
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [*(shop.pk for shop in shops), person.pk, RARE, keys, len(keys), count, count])
        cursor.execute("VACUUM ANALYZE jobs_jobrun")


def _shop(store: ProductStore, name: str) -> Shop:
    return Shop.objects.create(store=store, domain=f"{name.lower()}.myshopify.com", name=name)
