"""Decides what each app may do: tokens, scopes, protected customer data."""
