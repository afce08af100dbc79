"""The program of the live tests."""
