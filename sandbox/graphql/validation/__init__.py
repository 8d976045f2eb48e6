"""Validation refuses documents in the words and codes of Shopify's server."""
