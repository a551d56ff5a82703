"""The list of ideas: its orders, filters and pages as addresses."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import request

from innovate import permissions
from innovate.accounts.framing import framed
from innovate.accounts.login import me
from innovate.core.pieces import drawn
from innovate.core.web import needs
from innovate.ideas.drawing import rows_html
from innovate.ideas.models import StageKind
from innovate.ideas.queries import Narrowing, Sort, list_ideas
from innovate.ideas.queries.facets import Facets
from innovate.ideas.routes import bp
from innovate.search.queries import candidates

Choice = tuple[str, str, int | None, bool]  # href, words, count, is it on


@bp.get("/ideas")
@needs(permissions.read_ideas)
def index() -> str:
    """Ideas in the chosen order, narrowed by what the address says."""
    narrowing = _asked()
    found = list_ideas(
        me(),
        narrowing,
        after=request.args.get("after"),
        before=request.args.get("before"),
        among=candidates(narrowing.text) if narrowing.text else None,
    )
    page = found.page
    body = drawn(
        "ideas/_list.html",
        rows=page.items,
        rows_html=rows_html,
        bar=Bar(narrowing, found.facets),
        next_href=_href(narrowing, after=page.next) if page.next else None,
        previous_href=_href(narrowing, before=page.previous) if page.previous else None,
    )
    return framed("Ideas", body, section="ideas")


@dataclass(frozen=True, slots=True)
class Bar:
    """The filter bar: every choice as a link that keeps the others."""

    narrowing: Narrowing
    facets: Facets

    @property
    def text(self) -> str:
        return self.narrowing.text

    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        return [(self._href(sort=sort), sort.label, sort is self.narrowing.sort) for sort in Sort]

    @property
    def stages(self) -> list[Choice]:
        """A choice for each kind; where a kind has several stages, one for each of them beneath."""
        choices: list[Choice] = []
        for kind in StageKind:
            ids = self.facets.stage_ids(kind)
            if not ids:
                continue
            names = [stage for stage in self.facets.stages if stage.kind is kind]
            words = names[0].name if len(ids) == 1 else f"{kind.label}, every step"
            is_on = self.narrowing.kind is kind
            choices.append((self._toggled("kind", kind, stage_id=None), words, self._count(stage_ids=ids), is_on))
            if len(ids) > 1:
                choices += [
                    (
                        self._toggled("stage_id", stage.id, kind=None),
                        stage.name,
                        self._count(stage_ids=(stage.id,)),
                        self.narrowing.stage_id == stage.id,
                    )
                    for stage in names
                ]
        return choices

    @property
    def areas(self) -> list[Choice]:
        stages = self._stage_ids
        return [
            (
                self._toggled("area_id", id_),
                name,
                self.facets.count(area_id=id_, stage_ids=stages) if self.narrowing.is_counted else None,
                id_ == self.narrowing.area_id,
            )
            for id_, name in self.facets.areas.items()
        ]

    @property
    def teams(self) -> list[Choice]:
        return [
            (self._toggled("team_id", id_), name, None, id_ == self.narrowing.team_id)
            for id_, name in self.facets.teams.items()
        ]

    @property
    def own(self) -> list[Choice]:
        return [
            (self._href(mine=not self.narrowing.mine), "Posted by me", None, self.narrowing.mine),
            (self._href(voted=not self.narrowing.voted), "Voted by me", None, self.narrowing.voted),
        ]

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """What is on, each to take off."""
        every = [*self.stages, *self.areas, *self.teams, *self.own]
        on = [(href, words) for href, words, _, is_on in every if is_on]
        return [*on, (self._href(text=""), f"“{self.text}”")] if self.text else on

    @property
    def clear_href(self) -> str:
        return _href(Narrowing(sort=self.narrowing.sort))

    @property
    def is_narrowed(self) -> bool:
        return self.narrowing != Narrowing(sort=self.narrowing.sort)

    @property
    def hidden(self) -> dict[str, str]:
        """The other choices, for the form that finds text."""
        return _fields(replace(self.narrowing, text=""))

    def chosen_of(self, choices: list[Choice]) -> str | None:
        return next((words for _, words, _, is_on in choices if is_on), None)

    @property
    def _stage_ids(self) -> tuple[int, ...] | None:
        if self.narrowing.stage_id is not None:
            return (self.narrowing.stage_id,)
        return self.facets.stage_ids(self.narrowing.kind) if self.narrowing.kind else None

    def _count(self, *, stage_ids: tuple[int, ...]) -> int | None:
        if not self.narrowing.is_counted:
            return None
        return self.facets.count(area_id=self.narrowing.area_id, stage_ids=stage_ids)

    def _href(self, **changes: Any) -> str:
        return _href(replace(self.narrowing, **changes))

    def _toggled(self, field: str, value: object, **changes: object) -> str:
        is_on = getattr(self.narrowing, field) == value
        return self._href(**{**changes, field: None if is_on else value})


def _asked() -> Narrowing:
    """What the address asks for; what it says that we do not know is left out."""
    args = request.args
    stage = args.get("stage", "")
    return Narrowing(
        sort=Sort(args["sort"]) if args.get("sort") in set(Sort) else Sort.TRENDING,
        kind=StageKind(stage) if stage in set(StageKind) else None,
        stage_id=_id(stage),
        area_id=_id(args.get("area", "")),
        team_id=_id(args.get("team", "")),
        mine=args.get("mine") == "1",
        voted=args.get("voted") == "1",
        text=" ".join(args.get("q", "")[:200].split()),
    )


def _id(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _fields(narrowing: Narrowing) -> dict[str, str]:
    fields = {
        "sort": narrowing.sort.value if narrowing.sort is not Sort.TRENDING else "",
        "stage": narrowing.kind.value if narrowing.kind else str(narrowing.stage_id or ""),
        "area": str(narrowing.area_id or ""),
        "team": str(narrowing.team_id or ""),
        "mine": "1" if narrowing.mine else "",
        "voted": "1" if narrowing.voted else "",
        "q": narrowing.text,
    }
    return {name: value for name, value in fields.items() if value}


def _href(narrowing: Narrowing, **more: str) -> str:
    fields = {**_fields(narrowing), **more}
    return f"/ideas?{urlencode(fields)}" if fields else "/ideas"
