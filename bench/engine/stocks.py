"""Many runs move the same few levels of stock at once: in the end each level is the sum of its ledger, unit by unit."""

from typing import Any

from bench.engine import load, probes
from bench.engine.stage import Stage
from oms.inventory.ledger import drifted
from oms.models import Facility, FacilityType, InventoryDetail, InventoryLevel, Product, ProductStore

RUNS = 60


def stock(stage: Stage) -> dict[str, Any]:
    """`short`: units that the levels lack of what all runs moved."""
    store = ProductStore.objects.create(name="Torture")
    product = Product.objects.create(store=store, name="Torture", is_variant=True)
    for number in range(probes.LEVELS):
        code = f"{probes.FACILITY}{number}"
        facility = Facility.objects.create(code=code, name=code, type=FacilityType.WAREHOUSE)
        InventoryLevel.objects.create(product=product, facility=facility)
    for name in ("one", "two", "three"):
        stage.start_engine_worker(name)
    load.add("bench.stock", RUNS)
    drained = load.drained(300)
    lines, wanted = InventoryDetail.objects.count(), RUNS * probes.MOVES
    levels = list(InventoryLevel.objects.values_list("qoh", "atp"))
    short = 2 * wanted - sum(qoh + atp for qoh, atp in levels)
    wrong = len(drifted())
    return {
        "good": drained is not None and lines == wanted and short == 0 and wrong == 0,
        "moves": lines,
        "levels": len(levels),
        "drifted": wrong,
        "short": short,
        "drained": drained and round(drained, 1),
    }
