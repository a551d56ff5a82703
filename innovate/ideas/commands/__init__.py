"""Verbs of ideas: draft, submit, edit, follow, and every move of the pipeline that is not another package's."""

from innovate.ideas.commands.appeals import appeal, dismiss, uphold
from innovate.ideas.commands.moves import (
    answer_question,
    approve,
    decline,
    merge,
    park,
    reopen,
    return_with_question,
    take_up,
    withdraw,
)
from innovate.ideas.commands.posting import (
    EditCrossed,
    PostedAlready,
    can_still_be_edited,
    discard_draft,
    edit_idea,
    follow_idea,
    new_form_key,
    require_editable,
    save_draft,
    submit_idea,
)

__all__ = [
    "EditCrossed",
    "PostedAlready",
    "answer_question",
    "appeal",
    "approve",
    "can_still_be_edited",
    "decline",
    "discard_draft",
    "dismiss",
    "edit_idea",
    "follow_idea",
    "merge",
    "new_form_key",
    "park",
    "reopen",
    "require_editable",
    "return_with_question",
    "save_draft",
    "submit_idea",
    "take_up",
    "uphold",
    "withdraw",
]
