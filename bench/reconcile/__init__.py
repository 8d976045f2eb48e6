"""bench/torture reconcile: what webhooks and jobs make of days on which not everything arrives."""
