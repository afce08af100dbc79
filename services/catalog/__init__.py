"""The catalog: what the shop sells."""
