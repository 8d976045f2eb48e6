"""Who may do what: apps, tokens, scopes, protected customer data."""
