"""What the wall does when something happened: what is celebrated goes up, what was taken back comes down."""

from innovate import events
from innovate.recognition import posting
from innovate.recognition.models import PostKind


def post_kudos(fact: events.KudosGiven, _entry_id: int) -> None:
    """Let everybody read the thanks."""
    if fact.parent_id is None:
        posting.of_kudos(fact.kudos_id)


def take_kudos_down(fact: events.KudosTakenBack, _entry_id: int) -> None:
    """They were taken back."""
    posting.take_down(PostKind.KUDOS, fact.kudos_id)


def post_award(fact: events.AwardGiven, _entry_id: int) -> None:
    """Let everybody read the citation, beside those of the same occasion."""
    posting.of_award(fact.award_id)


def take_award_out(fact: events.AwardReversed, _entry_id: int) -> None:
    """It was taken back; the others of its occasion stay."""
    posting.take_out(fact.award_id)


def post_launch(fact: events.IdeaRecognised, _entry_id: int) -> None:
    """Tell that the idea is adopted, if it is."""
    posting.of_launch(fact.idea_id)


def post_lesson(fact: events.CaseWritten, _entry_id: int) -> None:
    """Pass on what was learned."""
    posting.of_case(fact.case_id)


def post_badge(fact: events.BadgeGiven, _entry_id: int) -> None:
    """Tell of a badge that came by itself or by hand."""
    posting.of_badge(fact.holding_id)


def take_badge_down(fact: events.BadgeRevoked, _entry_id: int) -> None:
    """It was taken back."""
    posting.take_down(PostKind.BADGE, fact.holding_id)


def post_milestone(fact: events.MilestoneReached, _entry_id: int) -> None:
    """Congratulate."""
    posting.of_milestone(fact.milestone_id)


def show_milestones(fact: events.MilestonesChosen, _entry_id: int) -> None:
    """Congratulate those only who like it."""
    posting.show_milestones(fact.person_id, is_shown=fact.is_shown)
