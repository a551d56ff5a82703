"""What follows from what: each fact, and the functions that run before the transaction commits."""

from innovate import events
from innovate.core.journal import Event, Reaction
from innovate.discussion import subscribers as discussion
from innovate.experiments import subscribers as experiments
from innovate.ideas import subscribers as ideas
from innovate.review import subscribers as review
from innovate.voting import subscribers as voting

REACTIONS: dict[type[Event], tuple[Reaction, ...]] = {
    events.FirstAdministratorCreated: (
        ideas.lay_out_stages,
        review.lay_out_criteria,
    ),
    events.IdeaTakenUp: (review.assign,),
    events.IdeaApproved: (review.close_assignments, experiments.reserve_budget),
    events.IdeaDeclined: (review.close_assignments, experiments.release_budget),
    events.IdeaParked: (review.close_assignments, experiments.release_budget),
    events.IdeaMerged: (
        voting.carry_votes,
        discussion.carry_comments,
        ideas.take_up_merged,
        review.close_assignments,
    ),
    events.IdeaReopened: (voting.bring_votes_back, discussion.bring_comments_back),
    events.VoteCast: (ideas.take_up_voted,),
}
