"""Votes: one person's support for one idea."""
