"""Calls about shops and their connections.

One is connected on its page, or by `manage.py connect_shop`.
"""

from django.http import HttpRequest
from ninja import Router, Schema

from console.api.auth import caller, needs
from console.api.fields import Id
from console.api.shapes.settings import ShopOut, shop_out
from console.settings.shops import shown
from integrations.models import ShopifyConnection
from jobs.services.connect_shop import try_connection

router = Router(tags=["shops"])


class TestedOut(Schema):
    """`text` says what the shop answered."""

    ok: bool
    text: str


@router.get("", response=list[ShopOut], auth=needs("viewer"), summary="Every shop, with its connection")
def list_shops(request: HttpRequest) -> list[ShopOut]:
    return [shop_out(shop) for shop in shown()]


@router.post("/{pk}/test", response=TestedOut, auth=needs("operator"), summary="Test its connection")
def test_shop(request: HttpRequest, pk: Id) -> TestedOut:
    """The shop is asked who it is, and for its locations."""
    connection = ShopifyConnection.objects.select_related("shop").get(shop_id=pk)
    answered = try_connection(connection, caller(request))
    return TestedOut(ok=answered.ok, text=answered.text)
