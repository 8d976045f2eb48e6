"""Webhooks tell apps what has happened, as strictly as Shopify does.

They are as unreliable as Shopify's, too.
"""
