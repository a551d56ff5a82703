"""One idea's page, and following it."""
