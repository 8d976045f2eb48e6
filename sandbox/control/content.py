"""Makes the content again, or other content: /__sandbox/reset and /__sandbox/seed."""

from typing import TYPE_CHECKING, Any

from sandbox.control.json_body import count, read_object
from sandbox.files.errors import FileError
from sandbox.files.load import load_again
from sandbox.generator.generate import generate
from sandbox.http.messages import BadRequest, Request, Response
from sandbox.http.router import Routes
from sandbox.state.store import Store
from sandbox.state.tables import Origin

if TYPE_CHECKING:
    from sandbox.world import World

ROUTES = Routes()


@ROUTES.post("/__sandbox/reset")
def reset(world: "World", request: Request) -> Response:
    """Restores the start: first content, no faults, full buckets.

    No bulk operation is left either.
    """
    world.faults.clear()
    world.bulk.forget()
    world.buckets.refill()
    if world.store.origin.kind == "generated":
        return _made(world, world.store.origin)
    if world.store.origin.kind == "files":
        return _read(world, world.store.origin)
    world.store.reset()
    return _counts(world)


@ROUTES.post("/__sandbox/seed")
def seed(world: "World", request: Request) -> Response:
    """Puts other content in place of this one.

    {"products": 200, "orders": 500, "seed": 1, "mischief": []}
    """
    given = read_object(request, "products", "orders", "seed", "mischief")
    mischief = given.get("mischief", [])
    if not isinstance(mischief, list) or not all(isinstance(name, str) for name in mischief):
        raise BadRequest(f"mischief: {mischief!r} is not a list of names")
    origin = Origin(
        seed=count(given, "seed", 1),
        products=count(given, "products", 200),
        orders=count(given, "orders", 500),
        mischief=mischief,
    )
    return _made(world, origin)


def _read(world: "World", origin: Origin) -> Response:
    beside = Store(world.store.clock)
    try:
        load_again(beside, origin)
    except (FileError, OSError) as error:
        raise BadRequest(f"The store can't be read again: {error}") from None
    world.store.replace(beside.tables)
    return _counts(world)


def _made(world: "World", origin: Origin) -> Response:
    """Builds beside the store, which answers meanwhile, then replaces its content."""
    beside = Store(world.store.clock)
    try:
        generate(
            beside, origin.products, origin.orders, origin.seed or 1, anchor=origin.anchor, mischief=origin.mischief
        )
    except ValueError as error:
        raise BadRequest(str(error)) from None
    world.store.replace(beside.tables)
    return _counts(world)


def _counts(world: "World") -> Response:
    store = world.store
    counts: dict[str, Any] = {"products": len(store.products), "orders": len(store.orders)}
    return Response.json({**counts, "revision": store.revision})
