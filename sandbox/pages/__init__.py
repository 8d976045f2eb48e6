"""Pages let a merchant and a customer use the store by hand.

They are HTML without scripts.
"""
