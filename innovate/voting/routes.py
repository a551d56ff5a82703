"""Voting from a page: a form, or the tile alone for a script."""

from datetime import timedelta

from flask import Blueprint, request
from werkzeug.wrappers import Response

from innovate.accounts.login import me
from innovate.core.limits import take
from innovate.core.pieces import macro
from innovate.core.web import back_to, came_from, is_fragment, signed_in
from innovate.ideas.models import Idea
from innovate.ideas.queries import get_idea
from innovate.voting import commands

bp = Blueprint("voting", __name__)


@bp.post("/ideas/<int:idea_id>/vote")
@signed_in
def cast(idea_id: int) -> Response | str:
    """Vote for the idea."""
    take("votes", me().id, times=120, within=timedelta(minutes=1))
    idea = get_idea(idea_id)
    commands.cast_vote(me(), idea)
    return _answer(idea, is_voted=True)


@bp.post("/ideas/<int:idea_id>/take-vote-back")
@signed_in
def take_back(idea_id: int) -> Response | str:
    """Take the vote back."""
    take("votes", me().id, times=120, within=timedelta(minutes=1))
    idea = get_idea(idea_id)
    commands.take_vote_back(me(), idea)
    return _answer(idea, is_voted=False)


def _answer(idea: Idea, *, is_voted: bool) -> Response | str:
    if is_fragment():
        size = "wide" if request.form.get("size") == "wide" else "tile"
        return _tile(idea, is_voted=is_voted, size=size)
    said = f"You voted for “{idea.title}”." if is_voted else f"You took your vote for “{idea.title}” back."
    return back_to(f"{came_from(f'/ideas/{idea.id}')}#vote-{idea.id}", said)


def _tile(idea: Idea, *, is_voted: bool, size: str) -> str:
    """The tile as it is now; its macro is called by itself, as nothing of the frame is in it."""
    vote_button = macro("components/vote.html", "vote_button")
    return str(vote_button(idea.id, idea.votes, is_voted, "open", idea.title, size=size))
