"""Reads of ideas: lists, pages of them, one idea with all that its page shows."""

from innovate.ideas.queries.page import follower_ids, get_idea

__all__ = ["follower_ids", "get_idea"]
