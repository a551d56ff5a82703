"""Verbs of ideas: draft, submit, edit, follow, and every move of the pipeline that is not another package's."""

from innovate.ideas.commands.posting import (
    EditCrossed,
    discard_draft,
    edit_idea,
    follow_idea,
    new_form_key,
    save_draft,
    submit_idea,
)

__all__ = [
    "EditCrossed",
    "discard_draft",
    "edit_idea",
    "follow_idea",
    "new_form_key",
    "save_draft",
    "submit_idea",
]
