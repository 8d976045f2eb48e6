"""Every edit in Django admin leaves its audit row, in the same transaction: whatever is registered, ours or not.

`site` makes it so for each admin that registers, `options` sees what an admin does, `stored` reads the rows before and
after, `comparing` says what differs, and `following` does what an edit sets off beside itself.
"""
