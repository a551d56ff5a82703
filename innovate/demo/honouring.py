"""Badges that HR gave by hand, for what no rule can count, and one that was taken back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import sqlalchemy as sa

from innovate.core.db import db
from innovate.demo.chronicle import BADGES, Chronicle
from innovate.rewards import commands as rewards
from innovate.rewards.models import Badge, BadgeHolding

_BIRGITTA, _PIOTR = "Birgitta Sandell", "Piotr Zieliński"


@dataclass(frozen=True, slots=True)
class _Honour:
    """One badge, so many days ago."""

    day: float
    giver: str
    who: str
    badge: str
    words: str
    taken_back: tuple[float, str] | None = None  # when, and why


_HONOURS = (
    _Honour(131.3, _PIOTR, "Gustav Persson", "bridge", "He sat in on the night shift for a week before he changed its rota."),
    _Honour(92.8, _BIRGITTA, "Henrik Dahl", "ear", "He reads every returned parcel’s note on Fridays, and answers three of them."),
    _Honour(61.2, _PIOTR, "Hanna Wikström", "steady", "She kept the old system alive for eleven weeks so that the new one could be tried in peace."),
    _Honour(44.6, _BIRGITTA, "Mette Kjær", "first", "Nobody had thought of asking customers at the till what they came for and did not find.",
            taken_back=(43.5, "The idea was Nanna Skov’s. Mette told us so herself, and we thank her for it.")),
    _Honour(43.4, _BIRGITTA, "Nanna Skov", "first", "Nobody had thought of asking customers at the till what they came for and did not find."),
    _Honour(19.7, _PIOTR, "Elin Sandberg", "team", "She rewrote a colleague’s draft with him until it was his idea again, only clearer."),
    _Honour(4.3, _BIRGITTA, "Karim Haddad", "bridge", "The editors and the advisors now share one list of words, because he asked both."),
)  # fmt: skip


def deeds(chronicle: Chronicle) -> Iterator[tuple[float, Callable[[], object]]]:
    """Each badge on its day."""
    for honour in _HONOURS:
        yield honour.day, partial(_give, chronicle, honour)
        if honour.taken_back:
            yield honour.taken_back[0], partial(_take_back, chronicle, honour, honour.taken_back[1])


def _badge(chronicle: Chronicle, honour: _Honour) -> Badge:
    return db.session.get_one(Badge, chronicle.badges[BADGES[honour.badge]])


def _give(chronicle: Chronicle, honour: _Honour) -> None:
    badge, to = _badge(chronicle, honour), chronicle.people[honour.who].id
    rewards.give_badge(chronicle.people[honour.giver], badge, person_id=to, words=honour.words)


def _take_back(chronicle: Chronicle, honour: _Honour, reason: str) -> None:
    holding = db.session.scalars(
        sa.select(BadgeHolding).where(
            BadgeHolding.badge_id == _badge(chronicle, honour).id,
            BadgeHolding.person_id == chronicle.people[honour.who].id,
        )
    ).one()
    rewards.revoke_badge(chronicle.people[honour.giver], holding, reason=reason)
