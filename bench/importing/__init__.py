"""How fast the bulk import loads, beside what PostgreSQL itself and Django's own means do with the same rows."""
