"""Home: what waits, what moved, what was thanked."""
