"""Sync."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms

from integrations.connections import client_for
from integrations.shopify.products import collections, deletion
from integrations.shopify.products.fetch import fetch_page, fetch_product
from integrations.shopify.products.save import save
from integrations.windows import Window
from jobs.categories import Category
from jobs.definition import After, ShopConnected, job
from jobs.engine.run import Run
from jobs.handlers.shopify import shop_of
from jobs.handlers.windows import (
    Source,
    WindowParameters,
    between,
    fail,
    import_one,
    import_window,
    save_apart,
    window_of,
)
from jobs.parameters import asks
from oms.models import Product as OurProduct
from oms.models import Shop
from shopify_client.client import Client
from shopify_client.pages import Page, set_aside
from shopify_client.types import Product
from work.shopify_errors import speaking


@dataclass(frozen=True, kw_only=True)
class Parameters(WindowParameters):
    product_id: int | None = asks(
        forms.IntegerField,
        label="Only this product",
        required=False,
        min_value=1,
        max_value=2**63 - 1,
        help_text="The number at the end of the product's address in Shopify. The window is not used then.",
    )


@job(
    name="Sync",
    category=Category.PRODUCTS,
    group="Sync",
    summary="Sync products and category structures from Shopify into the OMS and keep them up to date.",
    parameters=Parameters,
    schedules=("every 15 minutes", "every 1 hour", "every 6 hours"),
    default="every 15 minutes",
    prerequisites=(ShopConnected(), After("initial_load.import_products")),
    chunked=True,
)
def sync(run: Run, parameters: Parameters) -> None:
    """Deletions first: a product made again under the same SKU then finds the deleted one's row."""
    shop = shop_of(run)
    with speaking():
        client = client_for(shop)
    source = _source(run, shop, client)
    if parameters.product_id:
        import_one(run, f"gid://shopify/Product/{parameters.product_id}", source)
        return
    if not run.retry:
        window = window_of(run, parameters)
        _deletions(run, shop, client, window)
        _collections(run, shop, client, window, source)
    import_window(run, parameters, source)


def _source(run: Run, shop: Shop, client: Client) -> Source[Product]:
    def page(window: Window, after: str | None, limit: int) -> Page[Product]:
        return fetch_page(client, str(between("products", "updated_at", window)), after, limit)

    def store(products: Sequence[Product]) -> None:
        keep(run, shop, products)

    return Source(page, lambda gid: fetch_product(client, gid), lambda product: product.id, store)


def keep(run: Run, shop: Shop, products: Sequence[Product]) -> None:
    saved = save(shop, _news(run, products), run.row.key)
    run.count(**{name: number for name, number in saved.counts.items() if number})
    if saved.fields:
        run.count(fields=saved.fields)
    names = OurProduct.objects.in_bulk(saved.changed)
    for pk, created in saved.changed.items():
        run.change("product", "created" if created else "updated", names[pk].name, target=names[pk])


def _news(run: Run, products: Sequence[Product]) -> Sequence[Product]:
    """The products that this run hasn't written yet: a dry run can't see it by the rows, which it took back."""
    if not run.dry:
        return products
    seen: dict[str, str] = run.cursor.setdefault("seen", {})
    news = [product for product in products if seen.get(product.id) != str(product.updated_at)]
    if len(news) < len(products):
        run.count(unchanged=len(products) - len(news))
    seen.update((product.id, str(product.updated_at)) for product in news)
    return news


def _deletions(run: Run, shop: Shop, client: Client, window: Window) -> None:
    if "deletions" in run.cursor:
        _again_in_a_dry_run(run, shop, run.cursor["deletions"])
        return
    asked = between("events", "created_at", window).where("action", "destroy").where("subject_type", "PRODUCT")
    with speaking():
        gids = list(deletion.deleted(client, str(asked)))
    with run.chunk():
        run.cursor["deletions"] = gids if run.dry else []
        for gid in gids:
            for product in deletion.discontinue(shop, gid):
                run.count(discontinued=1)
                run.change("product", "discontinued", product.sku or product.name, target=product)
    _again_in_a_dry_run(run, shop, gids)


def _again_in_a_dry_run(run: Run, shop: Shop, gids: Sequence[str]) -> None:
    """A product made again under a deleted one's SKU finds that SKU free, in a dry run too."""
    run.premise(lambda: [deletion.discontinue(shop, gid) for gid in gids])


def _collections(run: Run, shop: Shop, client: Client, window: Window, source: Source[Product]) -> None:
    """Read again the products that entered or left a collection; one collection, one chunk."""
    done = run.cursor.get("collections", [])
    with speaking():
        found = [one for one in collections.changed(client, str(between("collections", "updated_at", window)))]
    for gid, title in found:
        if gid in done:
            continue
        with speaking():
            moved = collections.moved(shop, gid, collections.members(client, gid))
            products, bad = set_aside(sorted(moved), source.one, lambda product: (product, ""))
        with run.chunk():
            done = [*done, gid]
            run.cursor["collections"] = done
            if collections.rename(shop, gid, title):
                run.count(renamed=1)
                run.change("collection", "renamed", title)
            save_apart(run, products, source)
            fail(run, bad)
