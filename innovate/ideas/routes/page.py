"""One idea's page, composed of what each package says of it, and following it."""

import secrets

from flask import render_template, request
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.framing import framed
from innovate.accounts.login import me
from innovate.core.pieces import minute_piece
from innovate.core.web import back_to, is_fragment, needs, signed_in
from innovate.discussion.drawing import COMMENTS, KEY, with_comments
from innovate.discussion.queries import thread
from innovate.experiments.queries import panel as experiment_panel
from innovate.ideas import commands
from innovate.ideas.queries import get_idea, open_page
from innovate.ideas.queries.pipeline import panel as pipeline_panel
from innovate.ideas.routes import bp
from innovate.review.queries import panel as review_panel
from innovate.rewards.queries import panel as reward_panel


@bp.get("/ideas/<int:idea_id>")
@needs(permissions.read_ideas)
def show(idea_id: int) -> str:
    """The idea, where it stands, what comes next, and what is said about it."""
    viewer = me()
    idea, page = open_page(viewer, idea_id)
    said = thread(viewer, idea, before=request.args.get("before"))
    body = minute_piece(
        "ideas/_page.html",
        idea=page,
        pipeline=pipeline_panel(viewer, idea),
        review=review_panel(viewer, idea),
        experiment=experiment_panel(viewer, idea, is_tried=page.is_tried),
        reward=reward_panel(viewer, idea, is_thanked=page.is_thanked),
        thread=said,
        comments_html=COMMENTS,
        form_key=KEY,
    )
    return framed(page.title, with_comments(body, said, secrets.token_hex(8)), section="ideas")


@bp.post("/ideas/<int:idea_id>/follow")
@signed_in
def follow(idea_id: int) -> Response | str:
    """Be told about the idea, or not any more."""
    is_wanted = request.form.get("wanted") == "yes"
    commands.follow_idea(me(), get_idea(idea_id), is_wanted=is_wanted)
    if is_fragment():
        return render_template("ideas/_follow.html", idea_id=idea_id, is_following=is_wanted)
    return back_to(f"/ideas/{idea_id}", "You follow this idea." if is_wanted else "You are not told about it any more.")
