"""Reads of ideas: lists, pages of them, one idea with all that its page shows."""
