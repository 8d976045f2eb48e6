"""Writing: one file per kind of change, each registering its mutations."""
