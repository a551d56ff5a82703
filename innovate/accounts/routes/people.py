"""A person's profile."""

from flask import render_template, request

from innovate import permissions
from innovate.accounts import queries
from innovate.accounts.login import me
from innovate.accounts.routes import bp
from innovate.core.web import needs
from innovate.recognition.drawing import posts_html
from innovate.recognition.queries import Narrowing, wall


@bp.get("/people/<int:person_id>")
@needs(permissions.read_ideas)
def show(person_id: int) -> str:
    """Who somebody is; their ideas, the ideas they support, or what the wall says of them."""
    person = queries.profile(person_id)
    tab = request.args.get("show", "ideas")
    after = request.args.get("after")
    posts, items = None, ()
    if tab == "thanks":
        found = wall(me(), Narrowing(person_id=person_id), after=after)
        posts, following = posts_html(found.cards), found.next
    else:
        tab = tab if tab == "votes" else "ideas"
        page = queries.given_votes(person_id, after) if tab == "votes" else queries.own_ideas(person_id, after)
        items, following = page.items, page.next
    return render_template(
        "accounts/show.html",
        person=person,
        tab=tab,
        ideas=items,
        posts=posts,
        following=following,
        is_me=person_id == me().id,
        is_first_page=after is None,
    )
