"""Promises that every file keeps, tested for all of them at once."""
