"""The Admin API answers reads and writes as Shopify's does."""
