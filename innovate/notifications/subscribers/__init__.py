"""Who is told what when something happened: each fact becomes a sentence for those whom it concerns."""

from innovate.notifications.subscribers.appeals import tell_of_answer_to_appeal, tell_of_appeal, tell_of_settled_appeal
from innovate.notifications.subscribers.areas import tell_new_leader
from innovate.notifications.subscribers.awards import tell_of_recognition, tell_of_reversal, tell_receiver
from innovate.notifications.subscribers.badges import tell_holder, tell_of_revoked_badge
from innovate.notifications.subscribers.benefits import (
    tell_of_benefit,
    tell_of_benefit_due,
    tell_of_benefit_handed_over,
    tell_of_benefit_reminder,
)
from innovate.notifications.subscribers.catalogue import (
    tell_hr_of_orders_left,
    tell_of_approval_of_order,
    tell_of_cancelled_order,
    tell_of_declined_order,
    tell_of_order,
    tell_of_reward,
)
from innovate.notifications.subscribers.discussion import tell_of_comment
from innovate.notifications.subscribers.experiments import (
    tell_new_owner,
    tell_of_amendment,
    tell_of_broken_guardrail,
    tell_of_conclusion,
    tell_of_last_day,
)
from innovate.notifications.subscribers.kudos import (
    tell_hr_of_unpaid_allowances,
    tell_of_kudos,
    tell_of_kudos_taken_back,
)
from innovate.notifications.subscribers.milestones import tell_of_milestone
from innovate.notifications.subscribers.moves import (
    tell_followers_of_move,
    tell_leader_of_answer,
    tell_leader_of_new_idea,
    tell_of_merge,
    tell_of_question,
)
from innovate.notifications.subscribers.nominations import (
    tell_of_approval,
    tell_of_close,
    tell_of_decline,
    tell_of_lapse,
    tell_of_nominated_award,
    tell_of_passing_on,
    tell_of_reminder,
    tell_of_withdrawal,
    tell_who_is_asked,
)
from innovate.notifications.subscribers.review import tell_leader_of_quorum, tell_of_release, tell_reviewers
from innovate.notifications.subscribers.shares import tell_hr_of_objection, tell_of_settled_shares, tell_of_share
from innovate.notifications.subscribers.wall import tell_of_words_on_the_wall

__all__ = [
    "tell_followers_of_move",
    "tell_holder",
    "tell_hr_of_objection",
    "tell_hr_of_orders_left",
    "tell_hr_of_unpaid_allowances",
    "tell_leader_of_answer",
    "tell_leader_of_new_idea",
    "tell_leader_of_quorum",
    "tell_new_leader",
    "tell_new_owner",
    "tell_of_amendment",
    "tell_of_answer_to_appeal",
    "tell_of_appeal",
    "tell_of_approval",
    "tell_of_approval_of_order",
    "tell_of_benefit",
    "tell_of_benefit_due",
    "tell_of_benefit_handed_over",
    "tell_of_benefit_reminder",
    "tell_of_broken_guardrail",
    "tell_of_cancelled_order",
    "tell_of_close",
    "tell_of_comment",
    "tell_of_conclusion",
    "tell_of_decline",
    "tell_of_declined_order",
    "tell_of_kudos",
    "tell_of_kudos_taken_back",
    "tell_of_lapse",
    "tell_of_last_day",
    "tell_of_merge",
    "tell_of_milestone",
    "tell_of_nominated_award",
    "tell_of_order",
    "tell_of_passing_on",
    "tell_of_question",
    "tell_of_recognition",
    "tell_of_release",
    "tell_of_reminder",
    "tell_of_reversal",
    "tell_of_revoked_badge",
    "tell_of_reward",
    "tell_of_settled_appeal",
    "tell_of_settled_shares",
    "tell_of_share",
    "tell_of_withdrawal",
    "tell_of_words_on_the_wall",
    "tell_receiver",
    "tell_reviewers",
    "tell_who_is_asked",
]
