"""Shopify's search language: what the `query` argument of a list means, and the orders that `sortKey` names."""
