"""Rules on how much callers may ask for."""
