"""Shares of credit: confirming one's own, objecting to it, and settling them all."""

from collections.abc import Mapping

import sqlalchemy as sa

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.errors import BadInput, RuleBroken
from innovate.core.journal import record
from innovate.ideas.models import Idea, StageKind
from innovate.rewards import crediting
from innovate.rewards.models import CreditShare, ShareState


def confirm_share(actor: Person, share: CreditShare, *, percent: int) -> CreditShare:
    """Say that one's share is right; `percent` is what the person saw.

    Raises NotAllowed, RuleBroken when the idea was recognised meanwhile or the share is another now.
    """
    _answer(actor, share, ShareState.CONFIRMED, percent, "")
    record(events.ShareConfirmed(actor_id=actor.id, idea_id=share.idea_id))
    return share


def object_to_share(actor: Person, share: CreditShare, *, percent: int, words: str) -> CreditShare:
    """Say that the shares are not right, and why; HR settles them before anybody is awarded.

    Raises NotAllowed, BadInput without words, RuleBroken as `confirm_share`.
    """
    permissions.answer_share.require(actor, share)
    if not words:
        raise BadInput("Say what is not right: HR and everybody who has a share reads it.", "words")
    _answer(actor, share, ShareState.OBJECTED, percent, words[:1000])
    record(events.ShareObjected(actor_id=actor.id, idea_id=share.idea_id))
    return share


def settle_shares(
    actor: Person, idea: Idea, *, percents: Mapping[int, int], reason: str, seen: Mapping[int, int] | None = None
) -> None:
    """Say what each person's share is, with a reason that all of them read; who had another is asked anew.

    Who had none gets one; a share of nothing stays there to be seen. An objection is answered by this, whatever the
    person gets. `seen` are the versions of the shares that HR saw. Raises NotAllowed, BadInput, and RuleBroken when
    somebody answered since, or has a share that is not among these.
    """
    permissions.settle_shares.require(actor, crediting.of(idea))
    if not reason:
        raise BadInput("Say why: everybody who has a share reads it.", "reason")
    if sum(percents.values()) != 100 or not all(0 <= percent <= 100 for percent in percents.values()):
        raise BadInput(f"The shares sum to {sum(percents.values())} %. Make them sum to 100 %.")
    _refuse_strangers(actor, percents)
    standing = {share.person_id: share for share in crediting.hold(idea)}
    _refuse_unless_waiting(idea)
    if seen is not None and any(standing[id_].version != version for id_, version in seen.items() if id_ in standing):
        raise RuleBroken("Somebody answered while you were writing. What they say stands below: read it first.")
    if standing.keys() - percents.keys():
        raise RuleBroken("Somebody else has a share by now. Open the page anew and say what theirs is, too.")
    for person_id, percent in percents.items():
        share = standing.get(person_id)
        if share is None:
            if percent:
                db.session.add(CreditShare(idea_id=idea.id, person_id=person_id, parts=[], percent=percent))
        elif share.percent != percent or share.state is ShareState.OBJECTED:
            crediting.ask_anew(share, percent)
    db.session.flush()  # their versions have the last word
    have_one = sorted(standing.keys() | {person_id for person_id, percent in percents.items() if percent})
    record(events.SharesSettled(actor_id=actor.id, idea_id=idea.id, reason=reason, person_ids=have_one))


def _answer(actor: Person, share: CreditShare, state: ShareState, percent: int, words: str) -> None:
    permissions.answer_share.require(actor, share)
    idea = db.session.get_one(Idea, share.idea_id)
    crediting.hold(idea)
    _refuse_unless_waiting(idea)
    if share.percent != percent:
        raise RuleBroken(f"Your share is {share.percent} % now. Read it again before you answer.")
    share.state, share.words, share.answered_at = state, words, now()
    db.session.flush()  # its version has the last word


def _refuse_unless_waiting(idea: Idea) -> None:
    db.session.refresh(idea, ["stage_id", "stage"])
    if idea.stage.kind is not StageKind.REWARD:
        raise RuleBroken("This idea does not wait for recognition any more, so its shares stay as they are.")


def _refuse_strangers(actor: Person, percents: Mapping[int, int]) -> None:
    if actor.id in percents:
        raise BadInput("Nobody settles a share of their own. Ask a colleague in HR.")
    active = sa.select(sa.func.count()).where(Person.id.in_(percents), Person.deactivated_at.is_(None))
    with_share = {id_ for id_, percent in percents.items() if percent}
    if with_share and (db.session.scalar(active.where(Person.id.in_(with_share))) or 0) < len(with_share):
        raise BadInput("One of these people has left or is not known.")
