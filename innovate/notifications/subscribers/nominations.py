"""Who is told of a nomination: who is asked, who nominated, and HR when it waits for the award or for too long."""

from collections.abc import Iterable

import sqlalchemy as sa

from innovate import events
from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.core.wording import day
from innovate.notifications.subscribers.about import name_of, short
from innovate.notifications.telling import tell
from innovate.permissions import Role
from innovate.rewards import nominating, reminding
from innovate.rewards.models import Nomination, NominationState, NominationStep


def tell_who_is_asked(fact: events.NominationMade, entry_id: int) -> None:
    """Whoever is asked first has a nomination to answer."""
    nomination = _of(fact)
    _ask(entry_id, nomination, f"{name_of(fact.actor_id)} nominated {_whom(nomination)}.")


def tell_of_approval(fact: events.NominationStepApproved, entry_id: int) -> None:
    """Who nominated reads of the yes and what comes next; whoever is asked next has it to answer."""
    nomination = _of(fact)
    step, url = nomination.step, _url(nomination)
    said = f"{name_of(fact.actor_id)} approved your nomination of {nomination.nominee.name}."
    then = f"The next answer is promised for {day(step.due_at)}." if step else "HR gives the award."
    tell(entry_id, {nomination.nominator_id} - {fact.actor_id}, f"{said} {then}", url)
    _ask(entry_id, nomination, f"{name_of(nomination.nominator_id)} nominated {_whom(nomination)}.", fact.actor_id)


def tell_of_decline(fact: events.NominationDeclined, entry_id: int) -> None:
    """Who nominated reads the no and its reason; whoever was nominated is not told."""
    nomination = _of(fact)
    reason = db.session.get_one(NominationStep, fact.step_id).reason
    text = f"{name_of(fact.actor_id)} declined your nomination of {nomination.nominee.name}: {short(reason, 160)}"
    tell(entry_id, {nomination.nominator_id}, text, _url(nomination))


def tell_of_withdrawal(fact: events.NominationWithdrawn, entry_id: int) -> None:
    """Whoever had it to answer reads that there is nothing left to do."""
    nomination = _of(fact)
    text = f"{name_of(fact.actor_id)} withdrew the nomination of {_whom(nomination)}. It needs no answer of yours."
    tell(entry_id, _who_waited(nomination) - {fact.actor_id}, text, _url(nomination))


def tell_of_lapse(fact: events.NominationLapsed, entry_id: int) -> None:
    """Who nominated somebody who has left, and whoever had it to answer, read that it is closed."""
    nomination = _of(fact)
    text = f"{nomination.nominee.name} has left, so the nomination for “{nomination.kind.name}” is closed."
    tell(entry_id, _who_waited(nomination) | {nomination.nominator_id}, text, _url(nomination))


def tell_of_close(fact: events.NominationClosed, entry_id: int) -> None:
    """Who nominated reads why there is no award."""
    nomination = _of(fact)
    closed = f"{name_of(fact.actor_id)} closed your nomination of {nomination.nominee.name} without an award"
    text = f"{closed}: {short(nomination.closing_words or '', 160)}"
    tell(entry_id, {nomination.nominator_id}, text, _url(nomination))


def tell_of_passing_on(fact: events.NominationPassedOn, entry_id: int) -> None:
    """Whoever is asked in somebody's place has a nomination to answer."""
    nomination = _of(fact)
    _ask(entry_id, nomination, f"The nomination of {_whom(nomination)} came to you.")


def tell_of_reminder(fact: events.NominationReminded, entry_id: int) -> None:
    """Whoever is asked reads that the answer is due or late; HR, too, once it is a week late."""
    nomination, step = _of(fact), db.session.get_one(NominationStep, fact.step_id)
    people, due_on = {one.id for one in nominating.asked(step)}, day(step.due_at)
    begun = f"The nomination of {_whom(nomination)} waits for your answer."
    if fact.reminder == reminding.SOON:
        tell(entry_id, people, f"{begun} It was promised for {due_on}.", _url(nomination))
        return
    tell(entry_id, people, f"{begun} It is late: it was promised for {due_on}.", _url(nomination))
    if fact.reminder == reminding.VERY_LATE:
        late = f"The nomination of {_whom(nomination)} is a week late. You may answer in their place."
        tell(entry_id, _free_in_hr(nomination) - people, late, _url(nomination))


def tell_of_nominated_award(fact: events.NominationAwarded, entry_id: int) -> None:
    """Who nominated reads that the award was given; whoever got it is told by the award."""
    nomination = _of(fact)
    text = f"{name_of(fact.actor_id)} gave {nomination.nominee.name} “{nomination.kind.name}”, as you proposed."
    tell(entry_id, {nomination.nominator_id} - {fact.actor_id}, text, _url(nomination))


def _of(fact: events.NominationEvent) -> Nomination:
    return db.session.get_one(Nomination, fact.nomination_id)


def _whom(nomination: Nomination) -> str:
    return f"{nomination.nominee.name} for “{nomination.kind.name}”"


def _url(nomination: Nomination) -> str:
    return f"/nominations/{nomination.id}"


def _ask(entry_id: int, nomination: Nomination, begun: str, but: int | None = None) -> None:
    """Say to whoever is asked now that it waits for them, or to HR that it waits for the award."""
    if step := nomination.step:
        people = {one.id for one in nominating.asked(step)}
        tell(entry_id, people - {but}, f"{begun} Your answer is promised for {day(step.due_at)}.", _url(nomination))
    elif nomination.state is NominationState.APPROVED:
        tell(entry_id, _free_in_hr(nomination) - {but}, f"{begun} It waits for the award.", _url(nomination))


def _who_waited(nomination: Nomination) -> set[int]:
    """Whose answer it waited for when it was closed, or who had the award to give."""
    begun = (step for step in nomination.steps if step.verdict is None and step.began_at is not None)
    step = next(begun, None)
    return {one.id for one in nominating.asked(step)} if step else _free_in_hr(nomination)


def _free_in_hr(nomination: Nomination) -> set[int]:
    people: Iterable[int] = db.session.scalars(sa.select(Person.id).where(Person.holds(Role.HR)))
    return {one for one in people if not nomination.concerns(one)}
