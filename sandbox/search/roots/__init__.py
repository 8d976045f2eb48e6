"""What each list of the Admin API can be searched and sorted by (2026-10, the `query` and `sortKey` arguments)."""
