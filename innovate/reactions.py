"""What follows from what: each fact, and the functions that run before the transaction commits."""

from innovate import events
from innovate.areas import subscribers as areas
from innovate.core.journal import Event, Reaction
from innovate.discussion import subscribers as discussion
from innovate.experiments import subscribers as experiments
from innovate.ideas import subscribers as ideas
from innovate.notifications import subscribers as notifications
from innovate.recognition import subscribers as wall
from innovate.review import subscribers as review
from innovate.rewards import subscribers as rewards
from innovate.search import subscribers as search
from innovate.voting import subscribers as voting

REACTIONS: dict[type[Event], tuple[Reaction, ...]] = {
    events.FirstAdministratorCreated: (
        ideas.lay_out_stages,
        review.lay_out_criteria,
        rewards.lay_out_rewards,
        experiments.lay_out_metrics,
    ),
    events.PersonDeactivated: (
        areas.part_with,
        review.release,
        rewards.ask_others,
        rewards.part_with_nominations,
        notifications.tell_hr_of_orders_left,
    ),
    events.RolesChanged: (areas.part_with, review.release),
    events.AreaHandedOver: (notifications.tell_new_leader,),
    events.IdeaEdited: (search.note_words,),
    events.IdeaTakenUp: (
        review.assign,
        rewards.give_badges,
        notifications.tell_followers_of_move,
    ),
    events.IdeaApproved: (
        review.close_assignments,
        experiments.reserve_budget,
        rewards.give_badges,
        notifications.tell_followers_of_move,
    ),
    events.IdeaDeclined: (
        review.close_assignments,
        experiments.release_budget,
        rewards.give_badges,
        notifications.tell_followers_of_move,
    ),
    events.AppealMade: (notifications.tell_of_appeal,),
    events.AppealUpheld: (
        review.assign,
        rewards.give_badges,
        notifications.tell_of_answer_to_appeal,
    ),
    events.AppealDismissed: (
        rewards.give_badges,
        notifications.tell_of_answer_to_appeal,
    ),
    events.AppealSettled: (notifications.tell_of_settled_appeal,),
    events.IdeaParked: (
        review.close_assignments,
        experiments.release_budget,
        rewards.give_badges,
        notifications.tell_followers_of_move,
    ),
    events.IdeaMerged: (
        notifications.tell_of_merge,  # before its followers are carried over
        voting.carry_votes,
        discussion.carry_comments,
        ideas.take_up_merged,
        review.close_assignments,
        rewards.suggest_shares_of_both,
        rewards.give_badges,
    ),
    events.IdeaReopened: (
        voting.bring_votes_back,
        discussion.bring_comments_back,
        notifications.tell_followers_of_move,
    ),
    events.VoteCast: (ideas.take_up_voted,),
    events.IdeaSubmitted: (
        rewards.give_badges,
        search.note_words,
        notifications.tell_leader_of_new_idea,
    ),
    events.IdeaReturned: (notifications.tell_of_question,),
    events.IdeaAnswered: (notifications.tell_leader_of_answer, notifications.tell_followers_of_move),
    events.IdeaPassedOn: (
        review.close_assignments,
        review.assign,
        rewards.give_badges,
        notifications.tell_followers_of_move,
    ),
    events.IdeaWithdrawn: (notifications.tell_followers_of_move,),
    events.ReviewersAssigned: (notifications.tell_reviewers,),
    events.ReviewerReleased: (notifications.tell_of_release,),
    events.ScorecardSent: (notifications.tell_leader_of_quorum,),
    events.CommentPosted: (notifications.tell_of_comment,),
    events.ExperimentHandedOver: (notifications.tell_new_owner,),
    events.PlanAmended: (notifications.tell_of_amendment,),
    events.LastDayPassed: (notifications.tell_of_last_day,),
    events.GuardrailBroken: (notifications.tell_of_broken_guardrail,),
    events.ExperimentStarted: (notifications.tell_followers_of_move,),
    events.ExperimentIterated: (
        rewards.give_badges,
        notifications.tell_followers_of_move,
    ),
    events.ExperimentConcluded: (
        rewards.suggest_shares,
        rewards.give_badges,
        notifications.tell_of_conclusion,
    ),
    events.CaseWritten: (
        rewards.give_badges,
        search.note_case,
        wall.post_lesson,
    ),
    events.CaseImproved: (search.note_case,),
    events.IdeaRecognised: (
        rewards.give_badges,
        wall.post_launch,
        notifications.tell_of_recognition,
    ),
    events.SuggestionAdopted: (
        rewards.suggest_shares,
        rewards.give_badges,
    ),
    events.SuggestionDropped: (rewards.suggest_shares,),
    events.CreditSuggested: (notifications.tell_of_share,),
    events.ShareObjected: (notifications.tell_hr_of_objection,),
    events.SharesSettled: (notifications.tell_of_settled_shares,),
    events.AwardGiven: (
        rewards.hold_badge_of_award,
        wall.post_award,
        notifications.tell_receiver,
    ),
    events.AwardReversed: (
        rewards.part_with_badge_of_award,
        wall.take_award_out,
        notifications.tell_of_reversal,
    ),
    events.KudosGiven: (
        rewards.give_badges,
        wall.post_kudos,
        notifications.tell_of_kudos,
    ),
    events.KudosTakenBack: (wall.take_kudos_down, notifications.tell_of_kudos_taken_back),
    events.AllowancesUnpaid: (notifications.tell_hr_of_unpaid_allowances,),
    events.BadgeGiven: (wall.post_badge, notifications.tell_holder),
    events.BadgeRevoked: (wall.take_badge_down, notifications.tell_of_revoked_badge),
    events.MilestoneReached: (wall.post_milestone, notifications.tell_of_milestone),
    events.MilestonesChosen: (wall.show_milestones,),
    events.PostCommented: (notifications.tell_of_words_on_the_wall,),
    events.BenefitDue: (notifications.tell_of_benefit_due,),
    events.BenefitReminded: (notifications.tell_of_benefit_reminder,),
    events.BenefitHandedOver: (notifications.tell_of_benefit_handed_over,),
    events.BenefitConfirmed: (notifications.tell_of_benefit,),
    events.BenefitNotConfirmed: (notifications.tell_of_benefit,),
    events.NominationMade: (notifications.tell_who_is_asked,),
    events.NominationStepApproved: (notifications.tell_of_approval,),
    events.NominationDeclined: (notifications.tell_of_decline,),
    events.NominationPassedOn: (notifications.tell_of_passing_on,),
    events.NominationReminded: (notifications.tell_of_reminder,),
    events.NominationWithdrawn: (notifications.tell_of_withdrawal,),
    events.NominationLapsed: (notifications.tell_of_lapse,),
    events.NominationClosed: (notifications.tell_of_close,),
    events.NominationAwarded: (notifications.tell_of_nominated_award,),
    events.RewardRedeemed: (notifications.tell_of_order,),
    events.RedemptionApproved: (notifications.tell_of_approval_of_order,),
    events.RedemptionDeclined: (notifications.tell_of_declined_order,),
    events.RewardFulfilled: (notifications.tell_of_reward,),
    events.RedemptionCancelled: (notifications.tell_of_cancelled_order,),
}
