"""Prices calls, and keeps the bucket that pays for them."""
