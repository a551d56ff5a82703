"""Nominations against their chains and awards: each stands where its answers have brought it."""

from collections.abc import Iterator

import sqlalchemy as sa

from innovate.rewards.checking.streams import stream
from innovate.rewards.models import Award, Nomination, NominationState, NominationStep, StepVerdict


def nominations_follow_their_chains() -> Iterator[str]:
    """One that waits is asked of one step, the first without an answer; one beyond has every yes; a no ended it."""
    step, state = NominationStep, Nomination.state

    def count(*which: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
        query = sa.select(sa.func.count()).where(step.nomination_id == Nomination.id, *which)
        return query.correlate(Nomination).scalar_subquery()

    steps, yes, no = count(), count(step.verdict == StepVerdict.APPROVED), count(step.verdict == StepVerdict.DECLINED)
    asked = count(step.verdict.is_(None), step.began_at.is_not(None))
    begun = count(step.began_at.is_not(None))
    beyond = state.in_((NominationState.APPROVED, NominationState.AWARDED))
    wrong = sa.or_(
        sa.and_(state == NominationState.WAITING, sa.or_(asked != 1, no != 0, begun != yes + 1)),
        sa.and_(beyond, yes != steps),
        sa.and_(state == NominationState.DECLINED, no != 1, yes != steps),
        sa.and_(state != NominationState.DECLINED, no != 0),
    )
    for nomination_id, name in stream(sa.select(Nomination.id, state).where(wrong).order_by(Nomination.id)):
        yield f"Nomination {nomination_id} is {name.value}, and its answers say otherwise."


def nominated_awards_have_their_nominations() -> Iterator[str]:
    """One that is awarded has one award, of its kind and to whom it names; no other has any."""
    fits = sa.and_(Award.kind_id == Nomination.kind_id, Award.person_id == Nomination.nominee_id)
    query = (
        sa.select(Nomination.id, Nomination.state)
        .outerjoin(Award, Award.nomination_id == Nomination.id)
        .where(
            sa.or_(
                sa.and_(Award.id.is_not(None), ~fits),
                (Nomination.state == NominationState.AWARDED) != Award.id.is_not(None),
            )
        )
    )
    for nomination_id, state in stream(query.order_by(Nomination.id)):
        yield f"Nomination {nomination_id} is {state.value}, and its award says otherwise."
