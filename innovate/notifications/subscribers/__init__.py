"""Who is told what when something happened: each fact becomes a sentence for those whom it concerns."""

from innovate.notifications.subscribers.appeals import tell_of_answer_to_appeal, tell_of_appeal, tell_of_settled_appeal
from innovate.notifications.subscribers.areas import tell_new_leader
from innovate.notifications.subscribers.awards import tell_of_recognition, tell_of_reversal, tell_receiver
from innovate.notifications.subscribers.discussion import tell_of_comment
from innovate.notifications.subscribers.experiments import (
    tell_new_owner,
    tell_of_amendment,
    tell_of_broken_guardrail,
    tell_of_conclusion,
    tell_of_last_day,
)
from innovate.notifications.subscribers.moves import (
    tell_followers_of_move,
    tell_leader_of_answer,
    tell_leader_of_new_idea,
    tell_of_merge,
    tell_of_question,
)
from innovate.notifications.subscribers.review import tell_leader_of_quorum, tell_of_release, tell_reviewers

__all__ = [
    "tell_followers_of_move",
    "tell_leader_of_answer",
    "tell_leader_of_new_idea",
    "tell_leader_of_quorum",
    "tell_new_leader",
    "tell_new_owner",
    "tell_of_amendment",
    "tell_of_answer_to_appeal",
    "tell_of_appeal",
    "tell_of_broken_guardrail",
    "tell_of_comment",
    "tell_of_conclusion",
    "tell_of_last_day",
    "tell_of_merge",
    "tell_of_question",
    "tell_of_recognition",
    "tell_of_release",
    "tell_of_reversal",
    "tell_of_settled_appeal",
    "tell_receiver",
    "tell_reviewers",
]
