"""Thousands of webhooks, doubled and shuffled, while workers, receiver and broker die; then every effect is counted."""
