"""Rules on what is written down about calls."""
