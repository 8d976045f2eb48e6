"""The schedule editor: its form, its choices, its preview."""
