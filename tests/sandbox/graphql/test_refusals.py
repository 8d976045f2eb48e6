"""Documents that don't fit the schema: Shopify's words, codes and places."""

from typing import Any

import pytest

from sandbox.world import World
from tests.sandbox.graphql.asking import ask, error

PRODUCT = "gid://shopify/Product/1"

# document -> message, path, the other extensions beside the code
TABLE: list[tuple[str, str, str, list[str], dict[str, Any]]] = [
    (
        "{ shop { prise } }",
        "Field 'prise' doesn't exist on type 'Shop'",
        "undefinedField",
        ["query", "shop", "prise"],
        {"typeName": "Shop", "fieldName": "prise"},
    ),
    (
        "query Named { here: shop { prise } }",
        "Field 'prise' doesn't exist on type 'Shop'",
        "undefinedField",
        ["query Named", "here", "prise"],
        {"typeName": "Shop", "fieldName": "prise"},
    ),
    (
        "{ shop }",
        "Field must have selections (field 'shop' returns Shop but has no selections. Did you mean 'shop { ... }'?)",
        "selectionMismatch",
        ["query", "shop"],
        {"nodeName": "field 'shop'", "typeName": "Shop"},
    ),
    (
        "{ product { id } }",
        "Field 'product' is missing required arguments: id",
        "missingRequiredArguments",
        ["query", "product"],
        {"className": "Field", "name": "product", "arguments": "id"},
    ),
    (
        "{ shop { name @include } }",
        "Directive 'include' is missing required arguments: if",
        "missingRequiredArguments",
        ["query", "shop", "name", "@include"],
        {"className": "Directive", "name": "include", "arguments": "if"},
    ),
    (
        f'{{ product(id: "{PRODUCT}", size: 1) {{ id }} }}',
        "Field 'product' doesn't accept argument 'size'",
        "argumentNotAccepted",
        ["query", "product", "size"],
        {"name": "product", "typeName": "Field", "argumentName": "size"},
    ),
    (
        '{ orders(first: "ten") { nodes { id } } }',
        "Argument 'first' on Field 'orders' has an invalid value (\"ten\"). Expected type 'Int'.",
        "argumentLiteralsIncompatible",
        ["query", "orders", "first"],
        {"typeName": "Field", "argumentName": "first"},
    ),
    (
        "{ orders(first: 1, sortKey: AGE) { nodes { id } } }",
        "Argument 'sortKey' on Field 'orders' has an invalid value (AGE). Expected type 'OrderSortKeys'.",
        "argumentLiteralsIncompatible",
        ["query", "orders", "sortKey"],
        {"typeName": "Field", "argumentName": "sortKey"},
    ),
    (
        f'mutation {{ tagsAdd(id: "{PRODUCT}", tags: [null]) {{ node {{ id }} }} }}',
        "Argument 'tags' on Field 'tagsAdd' has an invalid value ([null]). Expected type '[String!]!'.",
        "argumentLiteralsIncompatible",
        ["mutation", "tagsAdd", "tags"],
        {"typeName": "Field", "argumentName": "tags"},
    ),
    (
        '{ product(id: "12") { id } }',
        "Invalid global id '12'",
        "argumentLiteralsIncompatible",
        ["query", "product", "id"],
        {"typeName": "CoercionError"},
    ),
    (
        'mutation { orderUpdate(input: {id: "gid://shopify/Order/1", colour: "red"}) { order { id } } }',
        "InputObject 'OrderInput' doesn't accept argument 'colour'",
        "argumentNotAccepted",
        ["mutation", "orderUpdate", "input", "colour"],
        {"name": "OrderInput", "typeName": "InputObject", "argumentName": "colour"},
    ),
    (
        "mutation { orderUpdate(input: {}) { order { id } } }",
        "Argument 'id' on InputObject 'OrderInput' is required. Expected type ID!",
        "missingRequiredInputObjectAttribute",
        ["mutation", "orderUpdate", "input"],
        {"argumentName": "id", "argumentType": "ID!", "inputObjectType": "OrderInput"},
    ),
    (
        "{ shop { name @shout } }",
        "Directive @shout is not defined",
        "undefinedDirective",
        ["query", "shop", "name", "@shout"],
        {"directiveName": "shout"},
    ),
    (
        "{ shop { ...Parts } }",
        "Fragment Parts was used, but not defined",
        "useAndDefineFragment",
        ["query", "shop", "... Parts"],
        {"fragmentName": "Parts"},
    ),
    (
        "{ shop { id } } fragment Parts on Shop { id }",
        "Fragment Parts was defined, but not used",
        "useAndDefineFragment",
        ["fragment Parts"],
        {"fragmentName": "Parts"},
    ),
    (
        "{ shop { ... on Basket { id } } }",
        "No such type Basket, so it can't be a fragment condition",
        "undefinedType",
        ["query", "shop", "... on Basket"],
        {"typeName": "Basket"},
    ),
    (
        "{ shop { ... on Order { id } } }",
        "Fragment on Order can't be spread inside Shop",
        "cannotSpreadFragment",
        ["query", "shop", "... on Order"],
        {"typeName": "Order", "fragmentName": "unknown", "parentName": "Shop"},
    ),
    (
        "query Q($size: Int) { shop { id } }",
        "Variable $size is declared by Q but not used",
        "variableNotUsed",
        ["query Q"],
        {"variableName": "size"},
    ),
    (
        "{ orders(first: $size) { nodes { id } } }",
        "Variable $size is used by anonymous query but not declared",
        "variableNotDefined",
        ["query"],
        {"variableName": "size"},
    ),
    (
        "query Q($id: String!) { product(id: $id) { id } }",
        "Type mismatch on variable $id and argument id (String! / ID!)",
        "variableMismatch",
        ["query Q"],
        {"variableName": "id", "typeName": "String!", "argumentName": "id", "errorMessage": "Type mismatch"},
    ),
    (
        "query Q($id: ID) { product(id: $id) { id } }",
        "Type mismatch on variable $id and argument id (ID / ID!)",
        "variableMismatch",
        ["query Q"],
        {"variableName": "id", "typeName": "ID", "argumentName": "id", "errorMessage": "Type mismatch"},
    ),
]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[1])
def test_a_document_that_does_not_fit(world: World, row: tuple[str, str, str, list[str], dict[str, Any]]) -> None:
    document, message, code, path, told = row
    found = ask(world, document)
    assert "data" not in found
    [entry] = found["errors"]
    assert entry["message"] == message
    assert entry["extensions"] == {"code": code, **told}
    assert entry["path"] == path
    assert entry["locations"][0].keys() == {"line", "column"}


def test_every_fault_of_a_document_is_told(world: World) -> None:
    found = ask(world, "{ shop { prise colour } orders(size: 1) { nodes { id } } }")
    assert [entry["extensions"]["code"] for entry in found["errors"]] == [
        "undefinedField",
        "undefinedField",
        "argumentNotAccepted",
    ]


def test_the_same_name_for_two_things(world: World) -> None:
    assert error(world, f'{{ a: shop {{ id }} a: product(id: "{PRODUCT}") {{ id }} }}')["extensions"] == {
        "code": "fieldConflict"
    }


def test_a_document_that_can_not_be_read(world: World) -> None:
    found = error(world, "{ shop { id }")
    assert found["message"].startswith("syntax error, ")
    assert found["message"].endswith("at [1, 14]")
    assert found["locations"] == [{"line": 1, "column": 14}]


def test_which_operation_to_run(world: World) -> None:
    two = "query A { shop { id } } query B { shop { name } }"
    assert error(world, two)["message"] == "An operation name is required"
    assert ask(world, two, operationName="C")["errors"] == [{"message": 'No operation named "C"'}]
    assert ask(world, two, operationName="B")["data"] == {"shop": {"name": "Demo Store"}}
