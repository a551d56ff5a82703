"""Comments on ideas, with replies."""
