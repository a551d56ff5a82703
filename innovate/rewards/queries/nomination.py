"""One nomination, whole: its chain with promises and answers, what is like it, and what the person got before."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from innovate import permissions
from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.areas.models import Area
from innovate.core.clock import now
from innovate.core.db import db, rows
from innovate.core.errors import NotFound
from innovate.core.wording import day, plural
from innovate.ideas.models import Credit, Idea
from innovate.permissions import Role
from innovate.rewards import nominating
from innovate.rewards.models import (
    OPEN_NOMINATIONS,
    Approver,
    Award,
    AwardKind,
    Nomination,
    NominationState,
    NominationStep,
    StepVerdict,
)
from innovate.rewards.queries.nominations import COUNTED, LATELY, alike

MOST = 12  # awards, ideas and like nominations that are shown
Nominator, Other = aliased(Person), aliased(Nomination)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the chain: who is asked or has answered, in whose place, and the promise."""

    id: int | None
    label: str
    people: tuple[Face, ...]
    whom: str  # in words
    instead: str  # why somebody else answers than was meant; empty where nobody does
    days: int
    began_at: datetime | None
    due_at: datetime | None
    decided_at: datetime | None
    verdict: StepVerdict | None
    reason: str

    @property
    def clock(self) -> str | None:
        """How the promise was kept, once there is an answer."""
        if self.decided_at is None or self.due_at is None:
            return None
        return "kept" if self.decided_at <= self.due_at else "broken"


@dataclass(frozen=True, slots=True)
class PastAward:
    """An award that somebody got."""

    id: int
    kind: str
    kind_id: int
    points: int
    citation: str
    at: datetime
    reversed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Alike:
    """Another nomination that says the same: of the same person, or about the same idea."""

    id: int
    nominee: Face
    nominator: Face
    kind: str
    at: datetime
    state: NominationState
    why: str


@dataclass(frozen=True, slots=True)
class NominationPage:
    """All that the page of one nomination shows, and what this viewer may do on it."""

    id: int
    kind: str
    kind_id: int
    purpose: str
    nominee: Face
    nominator: Face
    at: datetime
    state: NominationState
    reason_html: str
    links: tuple[str, ...]
    idea_id: int | None
    idea_title: str | None
    steps: tuple[Step, ...]
    current: Step | None
    closed_at: datetime | None
    closing_words: str
    award: PastAward | None
    is_mine: bool
    may_answer: bool
    steps_in: bool  # HR in place of an answer that is late
    may_withdraw: bool
    may_award: bool
    history: tuple[PastAward, ...]  # for those who answer
    alike: tuple[Alike, ...]  # for HR


@dataclass(frozen=True, slots=True)
class Known:
    """What somebody should read before they nominate: who will answer, and what there is already."""

    nominee: Face
    steps: tuple[Step, ...]
    history: tuple[PastAward, ...]
    warnings: tuple[str, ...]
    ideas: tuple[tuple[int, str], ...]

    @property
    def seen(self) -> str:
        """A print of the warnings, which the form carries: whoever has read them sends all the same."""
        return sha256("\n".join((str(self.nominee.id), *self.warnings)).encode()).hexdigest()[:16]


def get_nomination(viewer: Person, nomination_id: int) -> Nomination:
    """The nomination, if this person may know of it: who made it, who is or was asked, and HR; never the nominee.

    Raises NotFound.
    """
    nomination = db.session.get(Nomination, nomination_id)
    if nomination is None or nomination.nominee_id == viewer.id or not _may_know(viewer, nomination):
        raise NotFound("There is no such nomination, or it is not for you to read.")
    return nomination


def nomination_page(viewer: Person, nomination: Nomination) -> NominationPage:
    """The page of a nomination that this person may read."""
    step, idea = nomination.step, None
    if nomination.idea_id is not None:
        idea = db.session.get_one(Idea, nomination.idea_id)
    steps = tuple(_step(one, nomination) for one in nomination.steps)
    is_hr, is_mine = viewer.has(Role.HR), nomination.nominator_id == viewer.id
    may_answer = step is not None and permissions.answer_nomination.allows(viewer, step)
    return NominationPage(
        id=nomination.id,
        kind=nomination.kind.name,
        kind_id=nomination.kind_id,
        purpose=nomination.kind.purpose,
        nominee=_face(nomination.nominee),
        nominator=_face(nomination.nominator),
        at=nomination.at,
        state=nomination.state,
        reason_html=nomination.reason_html,
        links=tuple(nomination.links),
        idea_id=nomination.idea_id,
        idea_title=idea.title if idea else None,
        steps=steps,
        current=steps[nomination.steps.index(step)] if step else None,
        closed_at=nomination.closed_at,
        closing_words=nomination.closing_words or "",
        award=_award_of(nomination.id),
        is_mine=is_mine,
        may_answer=may_answer,
        steps_in=may_answer and step is not None and not step.is_for(viewer),
        may_withdraw=nomination.is_open and is_mine,
        may_award=nomination.state is NominationState.APPROVED
        and permissions.award_nomination.allows(viewer, nomination),
        history=past_awards(nomination.nominee_id) if is_hr or not is_mine else (),
        alike=_alike(nomination) if is_hr and not is_mine else (),
    )


def known(viewer: Person, nomination: Nomination) -> Known:
    """What is known before this draft of a nomination is sent; others' names and reasons are theirs and HR's."""
    history = past_awards(nomination.nominee_id)
    return Known(
        nominee=_face(nomination.nominee),
        steps=tuple(_step(one, nomination) for one in nomination.steps),
        history=history,
        warnings=tuple(_warnings(viewer, nomination, history)),
        ideas=_ideas_of(nomination.nominee_id),
    )


def past_awards(person_id: int) -> tuple[PastAward, ...]:
    """What that person was awarded in the last year, the latest first."""
    query = _awards().where(Award.person_id == person_id, Award.reversed_at.is_(None), Award.at >= now() - COUNTED)
    return tuple(PastAward(*row) for row in rows(query.order_by(Award.id.desc()).limit(MOST)))


def award_kinds_by_nomination() -> tuple[tuple[int, str, str], ...]:
    """The awards that take nominations: id, name and purpose."""
    query = sa.select(AwardKind.id, AwardKind.name, AwardKind.purpose).where(
        AwardKind.is_active, AwardKind.takes_nominations
    )
    return tuple((row.id, row.name, row.purpose) for row in rows(query.order_by(AwardKind.name)))


def areas_to_pay() -> tuple[tuple[int, str], ...]:
    """The areas whose budget may pay for an award that is about no idea, by name."""
    query = sa.select(Area.id, Area.name).where(Area.is_active).order_by(Area.name)
    return tuple((row.id, row.name) for row in rows(query))


def _may_know(viewer: Person, nomination: Nomination) -> bool:
    if nomination.nominator_id == viewer.id or viewer.has(Role.HR):
        return True
    begun = [step for step in nomination.steps if step.began_at is not None]
    return any(step.decided_by_id == viewer.id or step.is_for(viewer) for step in begun)


def _award_of(nomination_id: int) -> PastAward | None:
    found = rows(_awards().where(Award.nomination_id == nomination_id)).first()
    return PastAward(*found) if found else None


def _awards() -> sa.Select[*tuple[Any, ...]]:
    columns = (Award.id, AwardKind.name, Award.kind_id, Award.points, Award.citation, Award.at, Award.reversed_at)
    return sa.select(*columns).join(AwardKind, AwardKind.id == Award.kind_id)


def _alike(nomination: Nomination) -> tuple[Alike, ...]:
    """The same person for the same award, by others or before; and whoever else is nominated for the same idea."""
    nominee = aliased(Person)
    same_idea = sa.and_(Other.idea_id == nomination.idea_id, Other.idea_id.is_not(None), Other.id != nomination.id)
    same_idea = sa.and_(same_idea, Other.state.in_({*OPEN_NOMINATIONS, NominationState.AWARDED}))
    query = (
        sa.select(
            Other.id,
            Other.nominee_id,
            nominee.name,
            Other.nominator_id,
            Nominator.name,
            AwardKind.name,
            Other.at,
            Other.state,
            alike(nomination, Other),
        )
        .join(nominee, nominee.id == Other.nominee_id)
        .join(Nominator, Nominator.id == Other.nominator_id)
        .join(AwardKind, AwardKind.id == Other.kind_id)
        .where(sa.or_(alike(nomination, Other), same_idea))
        .order_by(Other.id.desc())
        .limit(MOST)
    )
    return tuple(
        Alike(id_, Face(of, name), Face(by, by_name), kind, at, state, _PERSON if is_same else _IDEA)
        for id_, of, name, by, by_name, kind, at, state, is_same in rows(query)
    )


_PERSON, _IDEA = "Same person and award", "Same idea"


def _warnings(viewer: Person, nomination: Nomination, history: tuple[PastAward, ...]) -> list[str]:
    first, kind = nomination.nominee.first_name, nomination.kind
    found = []
    query = sa.select(Other.nominator_id, Other.at).where(
        Other.nominee_id == nomination.nominee_id, Other.kind_id == kind.id, Other.state.in_(OPEN_NOMINATIONS)
    )
    nominated = rows(query.order_by(Other.id)).all()
    if mine := [at for by, at in nominated if by == viewer.id]:
        found.append(f"You nominated {first} for this on {day(mine[0])}, and it still waits.")
    elif nominated:
        others = "Somebody else has" if len(nominated) == 1 else f"{len(nominated)} others have"
        found.append(f"{others} nominated {first} for this already. Yours would be read together with theirs.")
    lately = [award for award in history if award.kind_id == kind.id and award.at >= now() - LATELY]
    if lately:
        found.append(f"{first} got “{kind.name}” on {day(lately[0].at)}.")
    if nomination.idea_id is not None:
        same = sa.select(sa.func.count()).where(
            Other.idea_id == nomination.idea_id,
            Other.nominee_id != nomination.nominee_id,
            Other.state.in_(OPEN_NOMINATIONS),
        )
        if count := db.session.scalar(same):
            found.append(f"The idea has {plural(count, 'open nomination')} of somebody else.")
    return found


def _ideas_of(person_id: int) -> tuple[tuple[int, str], ...]:
    """The latest ideas that this person has a part in."""
    part = sa.select(Credit.id).where(Credit.idea_id == Idea.id, Credit.person_id == person_id)
    query = sa.select(Idea.id, Idea.title).where(part.exists()).order_by(Idea.id.desc()).limit(MOST)
    return tuple((row.id, row.title) for row in rows(query))


def _step(step: NominationStep, nomination: Nomination) -> Step:
    people: tuple[Face, ...]
    if step.decided_by_id is not None:
        people = (_face(db.session.get_one(Person, step.decided_by_id)),)
    elif step.area_id is not None or step.approver_id is not None:
        people = tuple(_face(one) for one in nominating.asked(step))
    else:
        people = ()
    return Step(
        id=step.id,
        label=step.approver.label,
        people=people,
        whom=" or ".join(one.name for one in people) or "Anybody in HR",
        instead=_instead(step, nomination),
        days=step.days,
        began_at=step.began_at,
        due_at=step.due_at,
        decided_at=step.decided_at,
        verdict=step.verdict,
        reason=step.reason,
    )


def _instead(step: NominationStep, nomination: Nomination) -> str:
    """In whose place somebody answers, and why."""
    verb = "answers" if step.verdict is None else "answered"
    if step.decided_by_id and step.approver_id not in (None, step.decided_by_id):
        meant = db.session.get_one(Person, step.approver_id)
        return f"HR answered in place of {meant.name}, who was late."
    if step.in_place_of_id is not None:
        meant = db.session.get_one(Person, step.in_place_of_id)
        return f"{_who(step)} {verb} in place of {meant.name}, {_why_not(meant, step, nomination)}."
    first = nomination.nominee.first_name
    if step.approver is Approver.MANAGER and (step.is_for_hr or nomination.nominee.manager_id is None):
        return f"{first} has no manager, so {_who(step)} {verb}."
    if step.approver is Approver.LEADER and step.area_id is None:
        return f"{first} has posted no idea that leads to an area, so {_who(step)} {verb}."
    if step.area is not None and step.verdict is None:
        leader = db.session.get_one(Person, step.area.leader_id)
        if not nominating.is_free(leader, nomination):
            return f"The deputy answers in place of {leader.name}, {_why_not(leader, step, nomination)}."
    return ""


def _who(step: NominationStep) -> str:
    if step.approver_id is None:
        return "HR"
    person = db.session.get_one(Person, step.approver_id)
    return "HR" if person.has(Role.HR) else person.name


def _why_not(person: Person, step: NominationStep, nomination: Nomination) -> str:
    if person.id == nomination.nominee_id:
        return "who is nominated"
    if person.id == nomination.nominator_id:
        return "who nominated"
    if any(one.decided_by_id == person.id and one is not step for one in nomination.steps):
        return "who has answered once already"
    return "who has left" if not person.is_active else "who cannot answer it"


def _face(person: Person) -> Face:
    return Face(person.id, person.name)
