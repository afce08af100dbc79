"""The users API: one function for the whole group /users, which takes HTTP API events of payload format 2.0."""
