"""Posting an idea: the composer, drafts, preview, and editing."""
