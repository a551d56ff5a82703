"""What follows from what: each fact, and the functions that run before the transaction commits."""

from innovate import events
from innovate.areas import subscribers as areas
from innovate.core.journal import Event, Reaction
from innovate.discussion import subscribers as discussion
from innovate.experiments import subscribers as experiments
from innovate.ideas import subscribers as ideas
from innovate.notifications import subscribers as notifications
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
    events.PersonDeactivated: (areas.part_with, review.release),
    events.RolesChanged: (areas.part_with, review.release),
    events.AreaHandedOver: (notifications.tell_new_leader,),
    events.IdeaEdited: (search.note_words,),
    events.IdeaTakenUp: (review.assign, notifications.tell_followers_of_move),
    events.IdeaApproved: (review.close_assignments, experiments.reserve_budget, notifications.tell_followers_of_move),
    events.IdeaDeclined: (review.close_assignments, experiments.release_budget, notifications.tell_followers_of_move),
    events.AppealMade: (notifications.tell_of_appeal,),
    events.AppealUpheld: (review.assign, notifications.tell_of_answer_to_appeal),
    events.AppealDismissed: (notifications.tell_of_answer_to_appeal,),
    events.AppealSettled: (notifications.tell_of_settled_appeal,),
    events.IdeaParked: (review.close_assignments, experiments.release_budget, notifications.tell_followers_of_move),
    events.IdeaMerged: (
        notifications.tell_of_merge,  # before its followers are carried over
        voting.carry_votes,
        discussion.carry_comments,
        ideas.take_up_merged,
        review.close_assignments,
    ),
    events.IdeaReopened: (
        voting.bring_votes_back,
        discussion.bring_comments_back,
        notifications.tell_followers_of_move,
    ),
    events.VoteCast: (ideas.take_up_voted,),
    events.IdeaSubmitted: (
        search.note_words,
        notifications.tell_leader_of_new_idea,
    ),
    events.IdeaReturned: (notifications.tell_of_question,),
    events.IdeaAnswered: (notifications.tell_leader_of_answer, notifications.tell_followers_of_move),
    events.IdeaPassedOn: (review.close_assignments, review.assign, notifications.tell_followers_of_move),
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
    events.ExperimentIterated: (notifications.tell_followers_of_move,),
    events.ExperimentConcluded: (notifications.tell_of_conclusion,),
    events.CaseWritten: (search.note_case,),
    events.CaseImproved: (search.note_case,),
    events.IdeaRecognised: (notifications.tell_of_recognition,),
    events.AwardGiven: (notifications.tell_receiver,),
    events.AwardReversed: (notifications.tell_of_reversal,),
}
