"""What the store holds: records with the names of the Admin API's fields in snake case."""
