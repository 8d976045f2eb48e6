"""A day lets customers buy and merchants ship, by the shop's rules."""
