"""Stock over the Admin API: compulsory at run time what the schema calls optional; compare and set."""

from typing import Any

import pytest

from sandbox.state.records import InventoryLevel
from sandbox.state.store import Store
from shopify_client import documents
from tests.sandbox.mutations.conftest import Shop

COMPARE = "{} must include the following argument: changeFromQuantity."


@pytest.fixture
def level(store: Store) -> InventoryLevel:
    """S shirts at the main warehouse: 8 available, 2 committed."""
    found = next(iter(store.levels.values()))
    found.available, found.committed = 8, 2
    return found


def of(store: Store, level: InventoryLevel) -> dict[str, str]:
    return {
        "inventoryItemId": store.inventory_items[level.inventory_item_id].gid,
        "locationId": store.locations[level.location_id].gid,
    }


def setting(store: Store, level: InventoryLevel, name: str = "available", **entry: Any) -> dict[str, Any]:
    return {"name": name, "reason": "correction", "quantities": [{**of(store, level), **entry}]}


def adjusting(store: Store, level: InventoryLevel, name: str = "available", **entry: Any) -> dict[str, Any]:
    return {"name": name, "reason": "correction", "changes": [{**of(store, level), **entry}]}


def test_available_is_compared_and_set(shop: Shop, store: Store, level: InventoryLevel) -> None:
    told: list[str] = []
    store.listeners.append(lambda topic, record, extra: told.append(topic))
    payload = shop.done(
        "inventory_set_quantities", input=setting(store, level, quantity=5, changeFromQuantity=8), key="a"
    )
    changes = payload["inventoryAdjustmentGroup"]["changes"]
    assert [(part["name"], part["delta"], part["quantityAfterChange"]) for part in changes] == [
        ("available", -3, None),
        ("on_hand", -3, None),
    ]
    assert (level.available, level.committed, level.on_hand) == (5, 2, 7)
    assert told == ["inventory_levels/update", "products/update"]


def test_on_hand_set_moves_what_is_available(shop: Shop, store: Store, level: InventoryLevel) -> None:
    wanted = setting(store, level, "on_hand", quantity=4, changeFromQuantity=10)
    shop.done("inventory_set_quantities", input=wanted, key="a")
    assert (level.on_hand, level.available, level.committed) == (4, 2, 2)


def test_a_stale_comparison_changes_nothing(shop: Shop, store: Store, level: InventoryLevel) -> None:
    (error,) = shop.refused(
        "inventory_set_quantities", input=setting(store, level, quantity=5, changeFromQuantity=7), key="a"
    )
    assert error["code"] == "CHANGE_FROM_QUANTITY_STALE"
    assert error["field"] == ["input", "quantities", "0", "changeFromQuantity"]
    assert level.available == 8


def test_an_explicit_null_writes_blindly(shop: Shop, store: Store, level: InventoryLevel) -> None:
    shop.done("inventory_set_quantities", input=setting(store, level, quantity=5, changeFromQuantity=None), key="a")
    assert level.available == 5


def test_without_a_comparison_it_is_an_error(shop: Shop, store: Store, level: InventoryLevel) -> None:
    asked = (
        ("inventory_set_quantities", "InventoryQuantityInput", setting(store, level, quantity=5)),
        ("inventory_adjust_quantities", "InventoryChangeInput", adjusting(store, level, delta=5)),
    )
    for document, type_name, wanted in asked:
        told = shop.answer(documents.load(document).text, input=wanted, key="a")
        assert told["errors"][0]["message"] == COMPARE.format(type_name)
        assert told["errors"][0]["extensions"]["code"] == "INVALID_FIELD_ARGUMENTS"
    assert level.available == 8


@pytest.mark.parametrize("name", ["inventory_set_quantities", "inventory_adjust_quantities", "inventory_activate"])
def test_without_a_key_it_is_an_error(shop: Shop, store: Store, level: InventoryLevel, name: str) -> None:
    text = documents.load(name).text.replace(" @idempotent(key: $key)", "").replace(", $key: String!", "")
    variables: dict[str, Any] = {
        "inventory_set_quantities": {"input": setting(store, level, quantity=5, changeFromQuantity=8)},
        "inventory_adjust_quantities": {"input": adjusting(store, level, delta=5, changeFromQuantity=8)},
        "inventory_activate": of(store, level),
    }[name]
    told = shop.answer(text, **variables)
    message = "The @idempotent directive is required for this mutation but was not provided."
    assert (told["errors"][0]["message"], told["errors"][0]["extensions"]["code"]) == (message, "BAD_REQUEST")
    assert told["data"] == {documents.load(name).roots[0]: None}
    assert level.available == 8


def test_the_same_key_acts_once(shop: Shop, store: Store, level: InventoryLevel) -> None:
    wanted = adjusting(store, level, delta=-1, changeFromQuantity=8)
    first = shop.done("inventory_adjust_quantities", input=wanted, key="a")
    assert shop.done("inventory_adjust_quantities", input=wanted, key="a") == first
    assert level.available == 7
    other = adjusting(store, level, delta=-2, changeFromQuantity=8)
    (error,) = shop.refused("inventory_adjust_quantities", input=other, key="a")
    assert error["code"] == "IDEMPOTENCY_KEY_PARAMETER_MISMATCH"


def test_a_batch_holds_as_a_whole(shop: Shop, store: Store, level: InventoryLevel) -> None:
    wanted = setting(store, level, quantity=5, changeFromQuantity=8)
    other = list(store.levels.values())[1]
    wanted["quantities"].append({**of(store, other), "quantity": 1, "changeFromQuantity": other.available + 1})
    (error,) = shop.refused("inventory_set_quantities", input=wanted, key="a")
    assert error["field"][2] == "1"
    assert level.available == 8


@pytest.mark.parametrize(
    ("name", "ledger", "code"),
    [
        ("available", "gid://oms/Transfer/1", "INVALID_AVAILABLE_DOCUMENT"),
        ("damaged", None, "INVALID_QUANTITY_DOCUMENT"),
        ("damaged", "gid://shopify/Order/1", "INTERNAL_LEDGER_DOCUMENT"),
        ("on_hand", "gid://oms/Transfer/1", "INVALID_QUANTITY_NAME"),
        ("committed", "gid://oms/Transfer/1", "INVALID_QUANTITY_NAME"),
    ],
)
def test_what_may_be_adjusted_and_by_which_document(
    shop: Shop, level: InventoryLevel, name: str, ledger: str | None, code: str
) -> None:
    store = shop.store
    entry = {"delta": 1, "changeFromQuantity": None, "ledgerDocumentUri": ledger}
    (error,) = shop.refused("inventory_adjust_quantities", input=adjusting(store, level, name, **entry), key="a")
    assert error["code"] == code


def test_damaged_units_are_on_hand_but_not_available(shop: Shop, store: Store, level: InventoryLevel) -> None:
    entry = {"delta": 3, "changeFromQuantity": 0, "ledgerDocumentUri": "gid://oms/Count/1"}
    shop.done("inventory_adjust_quantities", input=adjusting(store, level, "damaged", **entry), key="a")
    assert (level.damaged, level.on_hand, level.available) == (3, 13, 8)


def test_what_is_so_already_makes_no_group(shop: Shop, store: Store, level: InventoryLevel) -> None:
    payload = shop.done(
        "inventory_set_quantities", input=setting(store, level, quantity=8, changeFromQuantity=8), key="a"
    )
    assert payload["inventoryAdjustmentGroup"] is None


def test_every_unknown_record_is_named(shop: Shop) -> None:
    entry = {"inventoryItemId": "gid://shopify/InventoryItem/42", "locationId": "gid://shopify/Location/9"}
    wanted = {
        "name": "available",
        "reason": "correction",
        "changes": [{**entry, "delta": 1, "changeFromQuantity": 0}],
    }
    found = shop.refused("inventory_adjust_quantities", input=wanted, key="a")
    assert [(error["code"], error["field"][-1]) for error in found] == [
        ("INVALID_INVENTORY_ITEM", "inventoryItemId"),
        ("INVALID_LOCATION", "locationId"),
    ]


def test_an_unknown_reason_is_refused(shop: Shop, store: Store, level: InventoryLevel) -> None:
    wanted = {**setting(store, level, quantity=5, changeFromQuantity=8), "reason": "because"}
    (error,) = shop.refused("inventory_set_quantities", input=wanted, key="a")
    assert (error["code"], error["message"]) == ("INVALID_REASON", "The specified reason is invalid.")


def test_an_item_is_stocked_before_it_is_counted(shop: Shop, store: Store, level: InventoryLevel) -> None:
    mug = list(store.inventory_items.values())[2]
    soho = list(store.locations.values())[1]
    names = {"inventoryItemId": mug.gid, "locationId": soho.gid}
    wanted = {
        "name": "available",
        "reason": "correction",
        "quantities": [{**names, "quantity": 5, "changeFromQuantity": None}],
    }
    (error,) = shop.refused("inventory_set_quantities", input=wanted, key="a")
    assert error["message"] == "The specified inventory item is not stocked at the location."
    payload = shop.done("inventory_activate", **names, available=3, key="b")
    assert payload["inventoryLevel"]["quantities"] == [{"name": "available", "quantity": 3}]
    shop.done("inventory_set_quantities", input=wanted, key="c")
    found = store.level(mug.id, soho.id)
    assert found is not None and found.available == 5
