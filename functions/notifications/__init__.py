"""Handlers of the notifications API, a WebSocket API: one a route."""
