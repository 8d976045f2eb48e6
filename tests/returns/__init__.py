"""Returns: what came back, and where it went."""
