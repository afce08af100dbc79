"""Protection in front of APIs."""
