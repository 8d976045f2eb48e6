"""GraphQL documents are checked against the schema and answered as Shopify does."""
