"""Routes of every kind of API, and what answers them."""
