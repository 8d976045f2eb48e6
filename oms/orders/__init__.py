"""Moves orders on: items follow the shop, their status follows items."""
