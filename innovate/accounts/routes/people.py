"""A person's profile."""

from flask import render_template, request

from innovate import permissions
from innovate.accounts import queries
from innovate.accounts.login import me
from innovate.accounts.queries import ProfileIdea
from innovate.accounts.routes import bp
from innovate.core.paging import Page
from innovate.core.web import needs
from innovate.recognition.queries import wall
from innovate.rewards.queries import Thanks


@bp.get("/people/<int:person_id>")
@needs(permissions.read_ideas)
def show(person_id: int) -> str:
    """Who somebody is; their ideas, the ideas they support, or the thanks they received."""
    person = queries.profile(person_id)
    tab = request.args.get("show", "ideas")
    after = request.args.get("after")
    shown: Page[ProfileIdea] | Page[Thanks]
    if tab == "thanks":
        shown = wall(person_id=person_id, cursor=after)
    elif tab == "votes":
        shown = queries.given_votes(person_id, after)
    else:
        tab, shown = "ideas", queries.own_ideas(person_id, after)
    return render_template(
        "accounts/show.html",
        person=person,
        tab=tab,
        shown=shown,
        is_me=person_id == me().id,
        is_first_page=after is None,
    )
