"""Innovate: ideas for better service, from the post to the reward."""
