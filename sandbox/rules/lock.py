"""Holds the store's lock around each change."""

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from sandbox.state.store import Store

Given = ParamSpec("Given")
Result = TypeVar("Result")


def change(rule: Callable[Concatenate[Store, Given], Result]) -> Callable[Concatenate[Store, Given], Result]:
    """Wraps a rule so that it runs with its store's lock held."""

    @functools.wraps(rule)
    def alone(store: Store, /, *args: Given.args, **kwargs: Given.kwargs) -> Result:
        with store.lock:
            return rule(store, *args, **kwargs)

    return alone
