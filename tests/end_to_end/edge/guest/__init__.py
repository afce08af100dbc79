"""The program of a stack that shares a domain."""
