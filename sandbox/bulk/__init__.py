"""Bulk operations: a query over everything, run apart, with its result as a file of JSON lines."""
