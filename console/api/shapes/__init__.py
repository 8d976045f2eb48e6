"""Shapes of answers: each a schema and the function filling it."""
