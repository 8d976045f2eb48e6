"""The page of the store itself: what a merchant and a customer do by hand. HTML without scripts."""
