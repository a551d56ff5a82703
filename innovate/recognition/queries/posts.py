"""Posts as pages show them: what each tells, whom it is about, and what others say to it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from innovate import permissions
from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core import wording
from innovate.core.markdown import plain
from innovate.experiments.models import Verdict
from innovate.recognition.models import PostKind, ReactionKind
from innovate.rewards.drawings import icon_of

EXCERPT = 320
ICONS = {ReactionKind.CLAP: "thumbs-up", ReactionKind.HEART: "heart", ReactionKind.LIGHT: "lightbulb"}


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom a post is about; of an award: which, for what, how many points and which badge."""

    face: Face
    team: str
    award: str
    citation: str
    points: int
    badge: str
    drawing: str

    @property
    def badge_icon(self) -> str:
        return icon_of(self.drawing)


@dataclass(frozen=True, slots=True)
class AddedOn:
    """Thanks that were added to others."""

    by: Face
    words: str
    points: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """A comment to a post."""

    id: int
    by: Face
    body: str
    at: datetime
    may_delete: bool


@dataclass(frozen=True, slots=True)
class Reaction:
    """One way to react, how many did, and whether the viewer did."""

    kind: str
    label: str
    icon: str
    count: int
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A post with all that it shows."""

    id: int
    kind: PostKind
    at: datetime
    by: Face | None
    people: tuple[Named, ...]
    words: str
    points: int
    kudos_id: int | None
    value_id: int | None
    value: str
    idea_id: int | None
    idea: str
    area: str
    result: str
    verdict: Verdict | None
    case_id: int | None
    case: str
    badge_id: int | None
    badge: str
    drawing: str
    years: int
    reactions: tuple[Reaction, ...]
    comments: int
    added: tuple[AddedOn, ...]
    said: tuple[Said, ...]

    @property
    def faces(self) -> tuple[Face, ...]:
        return tuple(one.face for one in self.people)

    @property
    def title(self) -> str:
        """What the post is, in a line."""
        names = [one.face.name for one in self.people]
        listed = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
        if self.kind in (PostKind.LAUNCH, PostKind.LESSON):
            return self.idea if self.kind is PostKind.LAUNCH else self.case
        if self.is_small:
            return f"{listed}: {self.badge or wording.plural(self.years, 'year')}"
        return f"Thanks to {listed}"

    @property
    def shared_words(self) -> str:
        """What all who are named in an award are thanked with; nothing when each has words of their own."""
        every = {one.citation for one in self.people}
        return every.pop() if len(every) == 1 else ""

    @property
    def is_small(self) -> bool:
        return self.kind in (PostKind.BADGE, PostKind.MILESTONE)


@dataclass(frozen=True, slots=True)
class Cards:
    """What was read, and all of the viewer that it depends on: alike for most who look, and so drawn once for them."""

    found: tuple[Any, ...]
    beside: tuple[Any, ...]
    mine_id: int | None  # the viewer, where one of these comments is theirs
    may_delete_all: bool

    @classmethod
    def of(cls, viewer: Person, found: Iterable[Any], beside: Iterable[Any]) -> "Cards":
        """What this viewer sees of what was found."""
        around = tuple(beside)
        is_mine = any(row.what == "said" and row.person_id == viewer.id for row in around)
        may_delete_all = permissions.delete_post_comment.allows(viewer, _Anybodys)
        return cls(tuple(found), around, viewer.id if is_mine else None, may_delete_all)

    def __bool__(self) -> bool:
        return bool(self.found)

    def each(self) -> Iterable[tuple[Any, tuple[Any, ...]]]:
        """What was read of each post, and what stands beside it."""
        beside = defaultdict[int, list[Any]](list)
        for row in self.beside:
            beside[row.post_id].append(row)
        for row in self.found:
            yield row, tuple(beside[row.id])

    @property
    def only(self) -> Card:
        """The one post that this is."""
        ((row, beside),) = self.each()
        return self.card(row, beside)

    def card(self, row: Any, beside: Iterable[Any]) -> Card:
        """The post of that row."""
        parts: dict[str, list[Any]] = {"named": [], "added": [], "said": []}
        for one in beside:
            parts[one.what].append(one)
        lesson = plain(row.lesson) if row.lesson else ""
        return Card(
            id=row.id,
            kind=row.kind,
            at=row.at,
            by=Face(row.actor_id, row.actor) if row.actor_id else None,
            people=tuple(
                Named(Face(one.person_id, one.name), one.note, one.title, one.text, one.points, one.badge, one.drawing)
                for one in parts["named"]
            ),
            words=row.words or _excerpt(lesson) or row.badge_words or "",
            points=row.points or 0,
            kudos_id=row.kudos_id,
            value_id=row.value_id,
            value=row.value or "",
            idea_id=row.idea_id,
            idea=row.idea or "",
            area=row.area or "",
            result=row.result or "",
            verdict=row.verdict,
            case_id=row.case_id,
            case=row.case or "",
            badge_id=row.badge_id,
            badge=row.badge or "",
            drawing=row.drawing or "",
            years=row.years or 0,
            reactions=_reactions(row),
            comments=row.comments,
            added=tuple(AddedOn(Face(one.person_id, one.name), one.text, one.points, one.at) for one in parts["added"]),
            said=tuple(self._said(one) for one in parts["said"]),
        )

    def _said(self, one: Any) -> Said:
        may_delete = self.may_delete_all or one.person_id == self.mine_id
        return Said(one.id, Face(one.person_id, one.name), one.text, one.at, may_delete)


class _Anybodys:
    """A comment that is nobody's in particular."""

    author_id = None


def _excerpt(text: str) -> str:
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT].rsplit(' ', 1)[0]} …"


def _reactions(row: Any) -> tuple[Reaction, ...]:
    counts = (row.claps, row.hearts, row.lights)
    return tuple(
        Reaction(kind.value, kind.label, ICONS[kind], count, bool((row.mine or 0) >> place & 1))
        for place, (kind, count) in enumerate(zip(ReactionKind, counts, strict=True))
    )
