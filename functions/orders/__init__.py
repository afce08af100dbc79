"""Handlers of the orders API, one a module: each takes an HTTP API event of payload format 2.0."""
