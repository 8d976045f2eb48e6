"""A document against the schema, refused in the words and with the codes of Shopify's own server."""
