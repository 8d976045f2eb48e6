"""The schedule editor: its form, the sentences of its choices, and the preview beside it."""
