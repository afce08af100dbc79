"""The users API: one function for all below /users, which takes HTTP API events of payload format 2.0."""
