"""Misbehaviour on request: what is planted here happens to the next calls, downloads and bulk operations."""
