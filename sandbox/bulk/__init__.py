"""Bulk operations read everything and write a file of JSON lines."""
