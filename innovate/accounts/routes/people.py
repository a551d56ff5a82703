"""A person's profile."""

from flask import render_template, request

from innovate import permissions
from innovate.accounts import queries
from innovate.accounts.login import me
from innovate.accounts.routes import bp
from innovate.core.web import BIGGEST_ID, needs


@bp.get("/people/<int:person_id>")
@needs(permissions.read_ideas)
def show(person_id: int) -> str:
    """Who somebody is; their ideas, the ideas they support, or the thanks they received."""
    person = queries.profile(min(person_id, BIGGEST_ID))
    tab = request.args.get("show", "ideas")
    after = request.args.get("after")
    lists = {"votes": queries.given_votes, "thanks": queries.thanks}
    shown = lists.get(tab, queries.own_ideas)(person_id, after)
    return render_template(
        "accounts/show.html",
        person=person,
        tab=tab if tab in lists else "ideas",
        shown=shown,
        is_me=person_id == me().id,
        is_first_page=after is None,
    )
