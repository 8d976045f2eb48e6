"""How fast webhooks are received and worked off."""
