"""Leaves an audit row for every edit in Django admin.

In the same transaction, whatever is registered, ours or another package's.

`site` makes it so for each admin that registers, `options` sees what an admin does, `stored` reads the rows before and
after, `comparing` says what differs, and `following` does what an edit sets off beside itself.
"""
