"""What orders of the catalogue ask of people: a yes, and to hand the reward over; of HR where nobody else can."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from innovate.accounts.models import Person
from innovate.home.queries.waiting.columns import PERSON, task
from innovate.home.queries.waiting.kinds import Kind
from innovate.rewards.models import CatalogueItem, Redemption, RedemptionState

_orderer, _other = aliased(Person), aliased(Person)
_TITLE = CatalogueItem.name + " for " + _orderer.name


def to_approve(*, is_hr: bool) -> sa.Select[*tuple[Any, ...]]:
    """Orders that wait for that person's yes; for HR also those without a manager, or with one who has left."""
    whose: sa.ColumnElement[bool] = Redemption.approver_id == PERSON
    if is_hr:
        nobodys = sa.or_(Redemption.approver_id.is_(None), _other.deactivated_at.is_not(None))
        whose = sa.or_(whose, sa.and_(nobodys, Redemption.person_id != PERSON))
    query = _task(Kind.APPROVE_ORDER).outerjoin(_other, _other.id == Redemption.approver_id)
    return query.where(Redemption.state == RedemptionState.ASKED, whose).order_by(Redemption.due_at)


def to_fulfil(*, is_hr: bool) -> sa.Select[*tuple[Any, ...]]:
    """Orders that wait to be handed over by that person; for HR also those of somebody who has left."""
    whose: sa.ColumnElement[bool] = CatalogueItem.fulfiller_id == PERSON
    if is_hr:
        whose = sa.or_(whose, _other.deactivated_at.is_not(None))
    query = _task(Kind.FULFIL_ORDER).join(_other, _other.id == CatalogueItem.fulfiller_id)
    return query.where(Redemption.state == RedemptionState.APPROVED, whose).order_by(Redemption.due_at)


def _task(kind: Kind) -> sa.Select[*tuple[Any, ...]]:
    query = task(kind, _TITLE, thing_id=Redemption.id, due_at=Redemption.due_at, total_days=CatalogueItem.days)
    return (
        query.select_from(Redemption)
        .join(CatalogueItem, CatalogueItem.id == Redemption.item_id)
        .join(_orderer, _orderer.id == Redemption.person_id)
    )
