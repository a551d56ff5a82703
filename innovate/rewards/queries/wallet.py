"""A person's wallet: what they hold to spend and to give, what is set aside for them, and what they have ordered."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.db import BigId, UtcDateTime, rows
from innovate.ideas.models import Idea
from innovate.rewards.models import (
    AccountKind,
    Award,
    AwardPart,
    BenefitCheck,
    CatalogueItem,
    PartState,
    Redemption,
    RedemptionState,
)
from innovate.rewards.queries.accounts import AccountRow
from innovate.rewards.queries.statements import Statement, statements_of
from innovate.rewards.spans import ALL, Span

MOST = 20  # parts that wait, and orders on their way


@dataclass(frozen=True, slots=True)
class Waiting:
    """Points that vest once a benefit is confirmed, or a reward that is on its way."""

    points: int
    title: str  # of the idea, or the reward's name
    href: str
    due_on: date | None = None  # when the benefit is looked at
    due_at: datetime | None = None  # when the reward is promised, or the answer


@dataclass(frozen=True, slots=True)
class Wallet:
    """A person's points: what they hold to spend and, where they have it, to give, and one of the two in full."""

    owner: Face
    spend: AccountRow
    give: AccountRow | None
    shown: Statement
    vesting: tuple[Waiting, ...]  # the next first
    orders: tuple[Waiting, ...]

    @property
    def set_aside(self) -> int:
        """The points that are still to vest."""
        return sum(one.points for one in self.vesting)


def wallet(
    person: Person, kind: AccountKind = AccountKind.SPEND, span: Span = ALL, cursor: str | None = None
) -> Wallet:
    """That person's points; somebody who never got any has an empty wallet."""
    owner = Face(person.id, person.name)
    accounts, shown = statements_of(person, kind, span, cursor)
    spend = accounts.get(AccountKind.SPEND, AccountRow(0, AccountKind.SPEND, owner, None, 0, 0))
    beside = rows(_beside(), {"person": person.id, "most": MOST}).all()
    return Wallet(
        owner,
        spend,
        accounts.get(AccountKind.GIVE),
        shown,
        tuple(Waiting(row.points, row.title, f"/awards/{row.id}", due_on=row.due_on) for row in beside if row.is_part),
        tuple(
            Waiting(row.points, row.title, f"/catalogue/orders/{row.id}", due_at=row.due_at)
            for row in beside
            if not row.is_part
        ),
    )


@cache
def _beside() -> sa.CompoundSelect[*tuple[Any, ...]]:
    """What vests later and what was ordered, in one statement."""
    person, most = sa.bindparam("person", type_=BigId), sa.bindparam("most", type_=sa.Integer)
    parts = (
        sa.select(
            sa.true().label("is_part"),
            Award.id,
            AwardPart.points,
            Idea.title,
            sa.type_coerce(BenefitCheck.due_on, sa.Date).label("due_on"),
            sa.cast(sa.null(), UtcDateTime()).label("due_at"),
        )
        .select_from(Award)
        .join(AwardPart, AwardPart.award_id == Award.id)
        .join(BenefitCheck, BenefitCheck.id == AwardPart.check_id)
        .join(Idea, Idea.id == BenefitCheck.idea_id)
        .where(Award.person_id == person, AwardPart.state == PartState.WAITING)
        .order_by(BenefitCheck.due_on, AwardPart.id)
        .limit(most)
        .subquery()
    )
    orders = (
        sa.select(
            sa.false().label("is_part"),
            Redemption.id,
            Redemption.points,
            CatalogueItem.name.label("title"),
            sa.cast(sa.null(), sa.Date).label("due_on"),
            Redemption.due_at,
        )
        .join(CatalogueItem, CatalogueItem.id == Redemption.item_id)
        .where(
            Redemption.person_id == person,
            sa.or_(Redemption.state == RedemptionState.ASKED, Redemption.state == RedemptionState.APPROVED),
        )
        .order_by(Redemption.id.desc())
        .limit(most)
        .subquery()
    )
    return sa.union_all(sa.select(parts), sa.select(orders))
