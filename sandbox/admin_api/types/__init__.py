"""Reading: one file per type of record, each registering its fields."""
