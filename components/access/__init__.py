"""Who may call, how often, and from which pages."""
