"""Rules on validation, deployments, and what keeps a stack in order."""
