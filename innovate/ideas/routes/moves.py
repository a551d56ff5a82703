"""Moves of an idea along the pipeline: each one's form, and doing it."""
