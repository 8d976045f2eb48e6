"""What a shop counts of an item at a location, and the OMS level that it stands for."""
