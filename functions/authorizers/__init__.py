"""Lambda authorizers of the shop: each checks a signed token (signed_tokens.py) and says who calls."""
