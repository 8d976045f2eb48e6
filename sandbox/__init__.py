"""The sandbox is a store that answers as Shopify does."""
