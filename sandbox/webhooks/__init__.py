"""Telling apps what has happened, as strictly and as unreliably as Shopify does."""
