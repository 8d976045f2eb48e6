"""Roots say what each list can be searched and sorted by.

They follow the `query` and `sortKey` arguments of 2026-10.
"""
