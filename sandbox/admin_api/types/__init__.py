"""Types read: each module resolves the fields of one kind of record."""
