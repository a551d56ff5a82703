"""Journeys through the pages, told as prose."""
