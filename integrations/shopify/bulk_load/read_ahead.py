"""Makes the next item while the caller works with this one."""

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar, cast

T = TypeVar("T")
_END = object()


def ahead(items: Generator[T, None, None]) -> Generator[T, None, None]:
    """The same items, each made in another thread while the caller still works with the one before it.

    `items` must not touch the database: its connection belongs to the caller's thread. What it raises, is raised here
    after the items before it. Closing waits for the item under way.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as pool:
        coming = pool.submit(next, items, _END)
        try:
            while (item := coming.result()) is not _END:
                coming = pool.submit(next, items, _END)
                yield cast(T, item)
        finally:
            pool.submit(items.close)
