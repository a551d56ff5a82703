"""One award as its own page tells it, and as its certificate proves it to anybody."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from innovate import permissions
from innovate.accounts.models import Person
from innovate.core import wording
from innovate.core.db import rows
from innovate.core.errors import NotFound
from innovate.rewards import certificates
from innovate.rewards.models import Award, AwardKind, AwardPart, BenefitCheck, PartState
from innovate.rewards.queries.thanks import Thanks, as_thanks, thanks_rows


@dataclass(frozen=True, slots=True)
class AwardPartLine:
    """Points of an award that were set aside: when they come, or what became of them."""

    check_id: int
    after_days: int
    due_on: date
    points: int
    state: PartState
    words: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class AwardPage:
    """An award; parts and what it was taken back for are for those who may see them."""

    thanks: Thanks
    kind: str
    scores: tuple[tuple[str, int], ...]  # of a well-run failure: what was scored, from 1 to 5
    parts: tuple[AwardPartLine, ...]
    is_mine: bool
    may_see_parts: bool
    certificate: str | None  # its code, for the one whose it is

    @property
    def came_at_once(self) -> int:
        return self.thanks.points - sum(part.points for part in self.parts)


@dataclass(frozen=True, slots=True)
class Certificate:
    """What anybody with the link may read of an award: no points, and nothing at all once it was taken back."""

    code: str
    award_id: int
    person_id: int
    person: str
    kind: str
    citation: str
    idea: str | None
    badge: str | None
    drawing: str | None
    giver: str
    at: datetime
    reversed_at: datetime | None

    @property
    def day(self) -> str:
        """In full, as it is read years later: “22 November 2026”."""
        that = wording.local(self.at)
        return f"{that.day} {that:%B} {that.year}"


def award_page(viewer: Person, award: Award) -> AwardPage:
    """That award for this viewer. Raises NotFound for one that was taken back, but for those whom it concerns."""
    may_see = permissions.see_award_details.allows(viewer, award)
    if award.reversed_at is not None and not may_see:
        raise NotFound("There is no such award.")
    (thanks,) = as_thanks(rows(thanks_rows().where(Award.id == award.id)))
    is_mine = viewer.id == award.person_id
    return AwardPage(
        thanks=thanks,
        kind=award.kind.name,
        scores=_scores(award),
        parts=_parts(award.id) if may_see else (),
        is_mine=is_mine,
        may_see_parts=may_see,
        certificate=award.certificate_code if is_mine else None,
    )


def certificate(code: str) -> Certificate | None:
    """The certificate of that code, however it was typed; None when there is none."""
    meant = certificates.read(code)
    if meant is None:
        return None
    query = (
        thanks_rows()
        .add_columns(Award.certificate_code, AwardKind.name.label("kind"))
        .join(AwardKind, AwardKind.id == Award.kind_id)
        .where(Award.certificate_code == meant)
    )
    row = rows(query).first()
    if row is None:
        return None
    return Certificate(
        code=row.certificate_code,
        award_id=row.id,
        person_id=row.person_id,
        person=row.person,
        kind=row.kind,
        citation=row.citation,
        idea=row.idea_title,
        badge=row.badge,
        drawing=row.drawing,
        giver=row.giver,
        at=row.at,
        reversed_at=row.reversed_at,
    )


def _scores(award: Award) -> tuple[tuple[str, int], ...]:
    scored = (("The plan", award.plan_score), ("The run", award.run_score), ("The lesson", award.lesson_score))
    return tuple((name, score) for name, score in scored if score is not None)


def _parts(award_id: int) -> tuple[AwardPartLine, ...]:
    query = (
        sa.select(
            BenefitCheck.id,
            BenefitCheck.after_days,
            BenefitCheck.due_on,
            AwardPart.points,
            AwardPart.state,
            BenefitCheck.words,
            BenefitCheck.decided_at,
        )
        .join(BenefitCheck, BenefitCheck.id == AwardPart.check_id)
        .where(AwardPart.award_id == award_id)
        .order_by(BenefitCheck.after_days)
    )
    return tuple(AwardPartLine(*row) for row in rows(query))
