"""Rules on who may call, and who decides it."""
