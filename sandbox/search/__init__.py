"""Search understands Shopify's search language and sort keys."""
