"""Faults make the store misbehave on request.

They strike the next calls, downloads, bulk operations and deliveries.
"""
