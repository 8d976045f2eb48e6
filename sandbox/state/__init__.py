"""State holds the store's records.

Their fields are named as the Admin API's, in snake case.
"""
