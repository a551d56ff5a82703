"""What the composer of kudos offers: what is left to give, whom to thank, and for what of what they did lately.

Everything here may be read by everybody in the company: ideas that were submitted, experiments, comments that stand.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.clock import now
from innovate.core.db import rows
from innovate.core.markdown import plain
from innovate.discussion.models import Comment
from innovate.experiments.models import Experiment, Member
from innovate.ideas.models import Credit, Idea
from innovate.permissions import Role
from innovate.rewards import allowances, spans
from innovate.rewards.models import Account, AccountKind, Allowance, CompanyValue, Kudos, KudosReceiver, LedgerJournal
from innovate.rewards.thanking import Occasion

LATELY = timedelta(days=60)
RECENTLY_THANKED = timedelta(days=14)
MOST_PEOPLE, MOST_CHOICES, EACH = 4, 8, 20
_EXCERPT = 60


@dataclass(frozen=True, slots=True)
class Purse:
    """What somebody may give this month, and until when; the worker may not have granted it yet."""

    left: int
    allowance: int
    until: date
    is_unpaid: bool  # the company's budget does not hold this month's allowances

    @property
    def has_any(self) -> bool:
        """Whether there is an allowance to speak of."""
        return bool(self.allowance or self.left)


@dataclass(frozen=True, slots=True)
class ValueOption:
    """A value of the company that thanks can be tied to."""

    id: int
    name: str
    purpose: str


@dataclass(frozen=True, slots=True)
class OccasionChoice:
    """Something that kudos can be for."""

    value: str  # "idea:7"
    words: str
    person_id: int


@dataclass(frozen=True, slots=True)
class Whom:
    """Somebody to thank, and why one might."""

    face: Face
    reason: str


@dataclass(frozen=True, slots=True)
class Composer:
    """All that the composer shows beside what is typed."""

    purse: Purse
    values: tuple[ValueOption, ...]
    chosen: tuple[Face, ...] = ()
    people: tuple[Whom, ...] = ()
    occasions: tuple[OccasionChoice, ...] = ()

    @property
    def default_points(self) -> int:
        """What one would give to each, if nobody says otherwise."""
        return min(10, self.purse.left // max(len(self.chosen), 1))


def composer(viewer: Person) -> Composer:
    """The purse and the values, in one statement: the composer as it opens on a page of something else."""
    found = rows(_PURSE_AND_VALUES, _of(viewer)).all()
    values = tuple(ValueOption(row.id, row.name, row.purpose) for row in found if row.id is not None)
    return Composer(_purse(found[0]), values)


def full_composer(viewer: Person, chosen_ids: Collection[int], about: tuple[Occasion, int] | None = None) -> Composer:
    """The same with whom to thank, and for what; `about` is among it whenever it was."""
    bare = composer(viewer)
    chosen = faces(chosen_ids)
    people = tuple(one for one in whom(viewer) if one.face.id not in set(chosen_ids))
    return Composer(bare.purse, bare.values, chosen, people, occasions(chosen_ids, about))


def purse(viewer: Person) -> Purse:
    """What somebody may give this month, and until when."""
    return _purse(rows(_PURSE_AND_VALUES, _of(viewer)).first())


def faces(person_ids: Collection[int]) -> tuple[Face, ...]:
    """These people, as far as they are here, by name."""
    if not person_ids:
        return ()
    query = sa.select(Person.id, Person.name).where(Person.id.in_(person_ids), Person.deactivated_at.is_(None))
    return tuple(Face(*row) for row in rows(query.order_by(Person.name, Person.id)))


def people_behind(viewer: Person, about: tuple[Occasion, int]) -> tuple[int, ...]:
    """Those whom to thank for that: everybody with a part in it, but oneself."""
    kind, id_ = about
    if kind is Occasion.IDEA:
        query = sa.select(Credit.person_id).where(Credit.idea_id == id_)
    elif kind is Occasion.EXPERIMENT:
        owner = sa.select(Experiment.owner_id).where(Experiment.id == id_)
        query = owner.union(sa.select(Member.person_id).where(Member.experiment_id == id_))  # type: ignore[assignment]  # read as any select
    else:
        query = sa.select(Comment.author_id).where(Comment.id == id_, Comment.deleted_at.is_(None))
    return tuple(sorted({row[0] for row in rows(query)} - {viewer.id}))


def whom(viewer: Person) -> tuple[Whom, ...]:
    """Colleagues who lately helped with what is mine or did something near me, and were not thanked by me since."""
    since = now() - LATELY
    thanked = (
        sa.select(KudosReceiver.person_id)
        .join(Kudos, Kudos.id == KudosReceiver.kudos_id)
        .where(Kudos.giver_id == viewer.id, Kudos.at >= now() - RECENTLY_THANKED, Kudos.reversed_at.is_(None))
    )
    mine = sa.select(Credit.idea_id).where(Credit.person_id == viewer.id)
    on_mine = (
        sa.select(Comment.author_id.label("person"), Comment.at, sa.literal("commented on").label("did"), Idea.title)
        .join(Idea, Idea.id == Comment.idea_id)
        .where(Comment.idea_id.in_(mine), Comment.deleted_at.is_(None), Comment.at >= since)
        .order_by(Comment.id.desc())
        .limit(EACH)
    )
    tried_mine = (
        sa.select(Experiment.owner_id, Experiment.sealed_at, sa.literal("runs the test of"), Idea.title)
        .join(Idea, Idea.id == Experiment.idea_id)
        .where(Experiment.idea_id.in_(mine), Experiment.sealed_at >= since)
        .order_by(Experiment.id.desc())
        .limit(EACH)
    )
    near_me = (
        sa.select(Idea.author_id, Idea.submitted_at, sa.literal("wrote"), Idea.title)
        .where(Idea.team_id == viewer.team_id, Idea.submitted_at >= since)
        .order_by(Idea.id.desc())
        .limit(EACH)
    )
    parts = sa.union_all(*(sa.select(*one.subquery().c) for one in (on_mine, tried_mine, near_me))).subquery("parts")
    query = (
        sa.select(Person.id, Person.name, parts.c.did, parts.c.title)
        .join(Person, Person.id == parts.c.person)
        .where(Person.deactivated_at.is_(None), Person.id != viewer.id, Person.id.not_in(thanked))
        .order_by(parts.c.at.desc(), Person.id)
    )
    found: dict[int, Whom] = {}
    for row in rows(query):
        found.setdefault(row.id, Whom(Face(row.id, row.name), f"{row.did} “{_short(row.title)}”"))
    return tuple(found.values())[:MOST_PEOPLE]


def occasions(person_ids: Collection[int], about: tuple[Occasion, int] | None = None) -> tuple[OccasionChoice, ...]:
    """What these people did lately, the newest first; `about` before it, also when it is older."""
    found = [_choice(*row) for row in rows(_lately(person_ids))] if person_ids else []
    found = found[:MOST_CHOICES]
    if about and not any(one.value == f"{about[0]}:{about[1]}" for one in found):
        found[:0] = [_choice(*row) for row in rows(_one(*about))]
    return tuple(found)


def _lately(person_ids: Collection[int]) -> sa.Select[*tuple[Any, ...]]:
    """Ideas, experiments and comments of these people; a few of each are read, through their own indexes."""
    since = now() - LATELY
    wrote = (
        _idea(Idea.submitted_at)
        .where(Idea.author_id.in_(person_ids), Idea.submitted_at >= since)
        .order_by(Idea.id.desc())
        .limit(EACH)
    )
    helped = sa.select(Member.experiment_id).where(Member.person_id.in_(person_ids))
    tried = (
        _experiment()
        .where(sa.or_(Experiment.owner_id.in_(person_ids), Experiment.id.in_(helped)), Experiment.sealed_at >= since)
        .order_by(Experiment.id.desc())
        .limit(EACH)
    )
    said = (
        _comment().where(Comment.author_id.in_(person_ids), Comment.at >= since).order_by(Comment.id.desc()).limit(EACH)
    )
    parts = sa.union_all(*(sa.select(*one.subquery().c) for one in (wrote, tried, said))).subquery("parts")
    return sa.select(*parts.c).order_by(parts.c.at.desc(), parts.c.id.desc()).limit(MOST_CHOICES)


def _one(kind: Occasion, id_: int) -> sa.Select[*tuple[Any, ...]]:
    if kind is Occasion.IDEA:
        return _idea(Idea.submitted_at).where(Idea.id == id_)
    return (
        _experiment().where(Experiment.id == id_)
        if kind is Occasion.EXPERIMENT
        else _comment().where(Comment.id == id_)
    )


def _idea(at: Any) -> sa.Select[*tuple[Any, ...]]:
    kind, nothing = sa.literal(Occasion.IDEA.value), sa.literal("")
    return sa.select(
        kind.label("kind"), Idea.id, Idea.title, Idea.author_id.label("person"), at.label("at"), nothing.label("said")
    )


def _experiment() -> sa.Select[*tuple[Any, ...]]:
    at = sa.func.coalesce(Experiment.concluded_at, Experiment.sealed_at, type_=Experiment.sealed_at.type)
    kind, nothing = sa.literal(Occasion.EXPERIMENT.value), sa.literal("")
    return sa.select(
        kind.label("kind"),
        Experiment.id,
        Idea.title,
        Experiment.owner_id.label("person"),
        at.label("at"),
        nothing.label("said"),
    ).join(Idea, Idea.id == Experiment.idea_id)


def _comment() -> sa.Select[*tuple[Any, ...]]:
    kind = sa.literal(Occasion.COMMENT.value)
    return (
        sa.select(
            kind.label("kind"),
            Comment.id,
            Idea.title,
            Comment.author_id.label("person"),
            Comment.at,
            Comment.body.label("said"),
        )
        .join(Idea, Idea.id == Comment.idea_id)
        .where(Comment.deleted_at.is_(None))
    )


def _choice(kind: str, id_: int, title: str, person_id: int, _at: datetime, said: str) -> OccasionChoice:
    words = {
        Occasion.IDEA: f"Idea: {_short(title)}",
        Occasion.EXPERIMENT: f"Experiment: {_short(title)}",
        Occasion.COMMENT: f"Comment: {_short(plain(said) or title)}",
    }[Occasion(kind)]
    return OccasionChoice(f"{kind}:{id_}", words, person_id)


def _short(text: str) -> str:
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT].rpartition(' ')[0] or text[:_EXCERPT]} …"


def _of(viewer: Person) -> dict[str, Any]:
    roles: Iterable[Role] = viewer.roles or ()
    month = spans.this_month()
    return {
        "person": viewer.id,
        "roles": [role.value for role in roles if role in allowances.GIVERS] or [""],
        "key": f"allowance:{viewer.id}:{month:%Y-%m}",
    }


def _purse(row: Any) -> Purse:
    month, allowance = spans.this_month(), int(row.allowance or 0)
    if row.granted:
        return Purse(int(row.balance or 0), max(allowance, int(row.balance or 0)), allowances.expires_on(), False)
    is_unpaid = bool(allowance) and not allowances.outstanding(month).is_covered
    return Purse(0 if is_unpaid else allowance, allowance, allowances.expires_on(), is_unpaid)


def _purse_and_values() -> sa.Select[*tuple[Any, ...]]:
    """The purse beside each value that is offered, or beside none."""
    person = sa.bindparam("person", type_=sa.Integer)
    roles = sa.bindparam("roles", expanding=True, type_=sa.String)
    one = sa.select(sa.literal(1).label("one")).subquery("one")
    balance = sa.select(Account.balance).where(Account.person_id == person, Account.kind == AccountKind.GIVE)
    allowance = sa.select(sa.func.max(Allowance.points)).where(sa.cast(Allowance.role, sa.String).in_(roles))
    granted = sa.select(LedgerJournal.id).where(LedgerJournal.key == sa.bindparam("key", type_=sa.String)).exists()
    return (
        sa.select(
            balance.scalar_subquery().label("balance"),
            allowance.scalar_subquery().label("allowance"),
            granted.label("granted"),
            CompanyValue.id,
            CompanyValue.name,
            CompanyValue.purpose,
        )
        .select_from(one.outerjoin(CompanyValue, CompanyValue.is_active))
        .order_by(CompanyValue.position, CompanyValue.id)
    )


_PURSE_AND_VALUES = _purse_and_values()  # put together once: that costs more than running it
