"""Notifications: what happened, told to whom it concerns."""
