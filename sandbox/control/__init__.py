"""Levers let operators and tests change the store: `/__sandbox/...`.

They take and answer JSON.
"""
