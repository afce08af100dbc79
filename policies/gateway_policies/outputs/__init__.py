"""The catalogue and its findings, for people and for other programs."""
