"""Settings: shops, calendars, users, audit log, health."""
