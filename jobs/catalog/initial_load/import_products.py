"""Import Products in Bulk."""

from django.template.defaultfilters import pluralize

from integrations.connections import client_for
from integrations.shopify import locations
from integrations.shopify.products import bulk
from jobs.categories import Category
from jobs.definition import ShopConnected, job
from jobs.engine.run import Run
from jobs.handlers.shopify import load_everything, shop_of
from jobs.parameters import NoParameters
from work.shopify_errors import speaking


@job(
    name="Import Products in Bulk",
    category=Category.INITIAL_LOAD,
    summary="Import all products from Shopify. Run this before importing orders in bulk during initial setup.",
    prerequisites=(ShopConnected(),),
    queue="bulk",
    chunked=True,
)
def import_products(run: Run, parameters: NoParameters) -> None:
    if not run.cursor and not run.retry:
        _locations(run)
    load_everything(run, bulk.SUBJECT)


def _locations(run: Run) -> None:
    """First, so that the orders which follow find the places that customers collect from."""
    shop = shop_of(run)
    with speaking():
        found = locations.fetch(client_for(shop))
    with run.chunk():
        created = locations.save(shop, found)
        many, new = pluralize(len(found)), pluralize(created, "a new facility,new facilities")
        run.log(f"{len(found)} location{many}, {created} of them {new}")
