"""A stack as one page: what it is, what it exposes and what it costs."""
