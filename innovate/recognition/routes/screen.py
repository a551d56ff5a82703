"""The big screen: what stands on the wall, one slide after the other, readable from across a room."""

from dataclasses import dataclass
from typing import TypeVar

from flask import render_template, request

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.web import needs
from innovate.recognition import periods, queries
from innovate.recognition.queries import Card, Measure, Narrowing
from innovate.recognition.queries.boards import Place, TeamPlace
from innovate.recognition.routes import bp

SECONDS = 12  # a slide
POSTS = 30  # of which the newest are shown
SLIDES, SMALL, PLACES = 12, 6, 5
Ranked = TypeVar("Ranked", Place, TeamPlace)


@dataclass(frozen=True, slots=True)
class Slide:
    """One thing at a time: a post, several small ones, or the top of a board."""

    card: Card | None = None
    small: tuple[Card, ...] = ()
    people: tuple[Place, ...] = ()
    teams: tuple[TeamPlace, ...] = ()


@bp.get("/recognition/screen")
@needs(permissions.read_ideas)
def screen() -> str:
    """The slides; a script turns them, and without one the page goes on to the next by itself."""
    slides = _slides()
    number = request.args.get("show", default=1, type=int)
    at = (number - 1) % len(slides) if slides else 0
    return render_template(
        "recognition/screen.html",
        slides=slides,
        at=at,
        seconds=SECONDS,
        is_paused=request.args.get("paused") == "1",
        period=periods.read(None),
    )


def _slides() -> tuple[Slide, ...]:
    """The newest posts of people who are here, the small ones together, and the boards at the end."""
    cards = queries.wall(me(), Narrowing(), most=POSTS).cards
    every = [cards.card(row, beside) for row, beside in cards.each()]
    told = [Slide(card=one) for one in every if not one.is_small][:SLIDES]
    small = tuple(one for one in every if one.is_small)[:SMALL]
    boards = queries.boards(periods.read(None), Measure.THANKS)
    last = [Slide(small=small)] if small else []
    if boards.people or boards.teams:
        last.append(Slide(people=_top(boards.people), teams=_top(boards.teams)))
    return (*told, *last)


def _top(places: tuple[Ranked, ...]) -> tuple[Ranked, ...]:
    """The first of a board; who shares a place with somebody stands there with them, or neither does."""
    if len(places) <= PLACES:
        return places
    return tuple(one for one in places if one.rank < places[PLACES].rank)
