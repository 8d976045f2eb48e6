"""What goes out: one schema a thing, filled from the row by the function beside it."""
