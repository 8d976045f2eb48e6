"""The Admin API: documents checked against the schema and answered as Shopify answers them."""
