"""Tells the children of a worker that it was asked to end, so that a long job gives itself back at its next chunk."""

import multiprocessing

# Made before the pool forks: parent and children share it.
_asked = multiprocessing.get_context("fork").Event()


def ask() -> None:
    _asked.set()


def asked() -> bool:
    return _asked.is_set()
