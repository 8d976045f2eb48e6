"""A title that is no UTF-8 reaches whoever asks, as JSON can spell it."""

import requests

from sandbox.local_server import running
from sandbox.world import World
from tests.sandbox.shops import product, small_store

TITLE = "Half a smile \ud83d"


def test_every_answer_can_carry_half_a_surrogate_pair() -> None:
    store = small_store()
    made = product(store, TITLE, handle="half")
    with running(World(store)) as url:
        state = requests.get(f"{url}/__sandbox/state", timeout=240)
        assert state.json()["products"][str(made.id)]["title"] == TITLE
        digests = [requests.get(f"{url}/__sandbox/state?digest=1", timeout=240).json()["digest"] for _ in range(2)]
        assert digests[0] == digests[1]
        asked = requests.post(
            f"{url}/admin/api/2026-10/graphql.json",
            json={"query": f'{{ product(id: "{made.gid}") {{ title }} }}'},
            headers={"X-Shopify-Access-Token": "shpat_sandbox"},
            timeout=240,
        )
        assert asked.json()["data"]["product"]["title"] == TITLE
        made.title = "Whole"
        assert requests.get(f"{url}/__sandbox/state?digest=1", timeout=240).json()["digest"] != digests[0]
