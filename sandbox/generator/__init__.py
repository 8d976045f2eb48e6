"""Makes up an apparel retailer, the same for the same seed."""

from sandbox.generator.generate import generate

__all__ = ["generate"]
