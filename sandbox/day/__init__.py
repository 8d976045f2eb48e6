"""A day of the shop: customers buy and change their minds, the merchant ships, everything by the shop's own rules."""
