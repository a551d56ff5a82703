"""The wall: what is celebrated, the newest first, narrowed as its address says."""

import secrets
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import request
from markupsafe import Markup

from innovate import permissions
from innovate.accounts.framing import framed
from innovate.accounts.login import me
from innovate.accounts.queries import Face
from innovate.core.pieces import drawn, for_this_visit, kept_html, macro
from innovate.core.web import needs
from innovate.ideas.queries.facets import Facets, facets
from innovate.recognition import queries
from innovate.recognition.drawing import posts_html
from innovate.recognition.queries import Narrowing, Shelf, Within
from innovate.recognition.routes import bp
from innovate.rewards import queries as rewards
from innovate.rewards.kudos_forms import KudosForm
from innovate.rewards.queries import Composer
from innovate.rewards.queries.composing import ValueOption

_POSTS, _COMPOSER, _KEY = Markup("\0posts\0"), Markup("\0composer\0"), "\0kudos\0"  # marks, which nobody can type
Choice = tuple[str, str, int | None, bool]  # href, words, count, is it on


@bp.get("/recognition")
@needs(permissions.read_ideas)
def index() -> str:
    """Who was thanked and for what, what was launched, what was learned."""
    narrowing, after = _asked(), request.args.get("after")
    found, composer = queries.wall(me(), narrowing, after=after), rewards.composer(me())
    person = queries.face_of(narrowing.person_id) if narrowing.person_id else None
    given = {
        "bar": Bar(narrowing, facets(), composer.values, person),
        "posts": _POSTS if found.cards else "",
        "composer": _COMPOSER,
        "next_href": _href(narrowing, after=found.next) if found.next else None,
        "first_href": _href(narrowing) if after else None,
        "month": queries.this_month(),
        "is_hr": permissions.keep_budgets.allows(me()),
        "sees_budgets": permissions.see_own_budgets.allows(me()),
    }
    around = kept_html(("wall", *given.values()), lambda: drawn("recognition/_wall.html", **given))
    body = around.replace(_POSTS, posts_html(found.cards)).replace(_COMPOSER, _composer(composer))
    return framed("Recognition", for_this_visit(body), section="recognition")


def _composer(composer: Composer) -> str:
    """The composer, drawn once for what it shows and kept; the form's key, of one visit, is filled in after."""
    text = kept_html(("composer", composer), lambda: _drawn_composer(composer))
    return text.replace(_KEY, secrets.token_hex(16))


def _drawn_composer(composer: Composer) -> str:
    form = KudosForm(formdata=None).opened(composer)
    form.key.data = _KEY
    return macro("components/kudos.html", "kudos_fold")(composer, form, "/recognition")


@dataclass(frozen=True, slots=True)
class Bar:
    """The filter bar: every choice as a link that keeps the others."""

    narrowing: Narrowing
    facets: Facets
    value_options: tuple[ValueOption, ...]
    person: Face | None

    @property
    def shelves(self) -> list[tuple[str, str, bool]]:
        every = [(self._href(shelf=None), "All", self.narrowing.shelf is None)]
        return every + [(self._href(shelf=one), one.label, one is self.narrowing.shelf) for one in Shelf]

    @property
    def teams(self) -> list[Choice]:
        return self._choices("team_id", self.facets.teams)

    @property
    def values(self) -> list[Choice]:
        return self._choices("value_id", {one.id: one.name for one in self.value_options})

    @property
    def times(self) -> list[Choice]:
        return self._choices("within", {one: one.label for one in Within})

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """What is on, each to take off."""
        on = [(href, words) for href, words, _, is_on in (*self.teams, *self.values, *self.times) if is_on]
        return [(self._href(person_id=None), self.person.name), *on] if self.person else on

    @property
    def is_narrowed(self) -> bool:
        return self.narrowing != Narrowing()

    def chosen_of(self, choices: list[Choice]) -> str | None:
        return next((words for _, words, _, is_on in choices if is_on), None)

    def _choices(self, field: str, names: dict[Any, str]) -> list[Choice]:
        now_on = getattr(self.narrowing, field)
        return [
            (self._href(**{field: None if key == now_on else key}), name, None, key == now_on)
            for key, name in names.items()
        ]

    def _href(self, **changes: Any) -> str:
        return _href(replace(self.narrowing, **changes))


def _asked() -> Narrowing:
    """What the address asks for; what it says that we do not know is left out."""
    args = request.args
    show, within = args.get("show", ""), args.get("period", "")
    return Narrowing(
        shelf=Shelf(show) if show in set(Shelf) else None,
        team_id=_id(args.get("team", "")),
        person_id=_id(args.get("person", "")),
        value_id=_id(args.get("value", "")),
        within=Within(within) if within in set(Within) else None,
    )


def _id(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _href(narrowing: Narrowing, **more: str) -> str:
    fields = {
        "show": narrowing.shelf or "",
        "team": str(narrowing.team_id or ""),
        "person": str(narrowing.person_id or ""),
        "value": str(narrowing.value_id or ""),
        "period": narrowing.within or "",
        **more,
    }
    given = {name: value for name, value in fields.items() if value}
    return f"/recognition?{urlencode(given)}" if given else "/recognition"
