"""Loads a store from files in the formats that Shopify exports."""

from sandbox.files.errors import FileError
from sandbox.files.load import load

__all__ = ["FileError", "load"]
