"""Mutations write: each module resolves one kind of change."""
