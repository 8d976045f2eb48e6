"""Builders put products and orders together.

The generator, the file loaders and the rules share these steps.
"""
