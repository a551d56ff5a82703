"""The board: a column for each stage."""
