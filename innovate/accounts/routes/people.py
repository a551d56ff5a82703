"""A person's profile."""

from typing import Any

from flask import render_template, request

from innovate import permissions
from innovate.accounts import queries
from innovate.accounts.login import me
from innovate.accounts.routes import bp
from innovate.core.web import needs
from innovate.recognition.drawing import posts_html
from innovate.recognition.queries import Narrowing, effects, story, wall
from innovate.rewards.queries import held_badges, kinds_for_person


@bp.get("/people/<int:person_id>")
@needs(permissions.read_ideas)
def show(person_id: int) -> str:
    """Who somebody is: their story, their ideas, the ideas they support, or what the wall says of them."""
    person = queries.profile(person_id)
    tab, after = request.args.get("show", "story"), request.args.get("after")
    shown: dict[str, Any] = {}
    if tab in ("ideas", "votes"):
        page = queries.own_ideas(person_id, after) if tab == "ideas" else queries.given_votes(person_id, after)
        shown |= {"ideas": page.items, "following": page.next}
    elif tab == "wall":
        found = wall(me(), Narrowing(person_id=person_id), after=after)
        shown |= {"posts": posts_html(found.cards), "following": found.next}
    else:
        tab, told = "story", story(person_id, after)
        shown |= {"story": told, "following": told.next, "effects": () if after else effects(person_id)}
    return render_template(
        "accounts/show.html",
        person=person,
        badges=held_badges(person_id),
        tab=tab,
        is_me=person_id == me().id,
        is_first_page=after is None,
        may_thank=person.is_active and permissions.give_kudos.allows(me(), person.face),
        may_award=person.is_active
        and permissions.award_points.allows(me(), person.face)
        and bool(kinds_for_person(me())),
        **shown,
    )
