"""Keeps what a shop counts of an item at a location."""
