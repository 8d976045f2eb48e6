"""Tells a worker's children that it was asked to end.

A long job then gives itself back at its next chunk.
"""

import multiprocessing

# Made before the pool forks: parent and children share it.
_asked = multiprocessing.get_context("fork").Event()


def ask() -> None:
    _asked.set()


def asked() -> bool:
    return _asked.is_set()
