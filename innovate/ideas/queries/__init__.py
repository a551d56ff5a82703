"""Reads of ideas: lists, pages of them, one idea with all that its page shows."""

from innovate.ideas.queries.composing import (
    areas_to_choose,
    count_drafts,
    draft_of,
    get_draft,
    list_drafts,
    posted_with,
)
from innovate.ideas.queries.lists import IdeaRow, IdeaRows, Narrowing, Sort, list_ideas, rows_along, rows_of, vote_state
from innovate.ideas.queries.page import IdeaPage, follower_ids, get_idea, open_page

__all__ = [
    "IdeaPage",
    "IdeaRow",
    "IdeaRows",
    "Narrowing",
    "Sort",
    "areas_to_choose",
    "count_drafts",
    "draft_of",
    "follower_ids",
    "get_draft",
    "get_idea",
    "list_drafts",
    "list_ideas",
    "open_page",
    "posted_with",
    "rows_along",
    "rows_of",
    "vote_state",
]
