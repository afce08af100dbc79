"""Rules on caches, keys and secrets."""
