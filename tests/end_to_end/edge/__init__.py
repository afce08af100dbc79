"""The program of the live tests of domains, private services and protection."""
