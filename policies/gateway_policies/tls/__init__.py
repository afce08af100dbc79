"""Rules on encryption, certificates, and ways around them."""
