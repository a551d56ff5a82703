"""Operation: what a machine asks of this installation."""
