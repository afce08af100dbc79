"""Rules on what a gateway opens to whom beyond its callers."""
