"""Home: what waits for me, what moved, what I was thanked for."""

from datetime import timedelta
from functools import partial

from flask import Blueprint, render_template

from innovate import permissions
from innovate.accounts.framing import framed
from innovate.accounts.login import me
from innovate.core.clock import now
from innovate.core.pieces import minute_piece
from innovate.core.web import afterwards, signed_in
from innovate.home import commands, queries
from innovate.recognition.queries import received

bp = Blueprint("home", __name__)
SAME_VISIT = timedelta(minutes=15)  # so long what is new stays marked
SHOWN = 3
THANKS = 3


@bp.get("/")
@signed_in
def index() -> str:
    """The page to begin at."""
    person = me()
    seen = person.seen_home_at
    if seen is None or now() - seen > SAME_VISIT:
        afterwards(partial(commands.note_visit, person.id))
    reads = permissions.read_ideas.allows(person)
    body = minute_piece(
        "home/_body.html",
        may_post=permissions.post_idea.allows(person),
        waiting=queries.waiting(person),
        shown=SHOWN,
        moved=queries.moved(person) if reads else (),
        thanks=received(person.id, THANKS),
        trending=queries.trending(person) if reads else (),
        seen=seen,
    )
    return framed("Home", body, section="home")


@bp.get("/waiting")
@signed_in
def waiting() -> str:
    """All that waits for me."""
    return render_template("home/waiting.html", waiting=queries.waiting(me()))
