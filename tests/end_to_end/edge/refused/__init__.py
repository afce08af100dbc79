"""Programs with mistakes."""
