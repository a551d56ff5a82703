"""One post: read all that was said to it, react, comment, take a comment away."""

import secrets
from datetime import timedelta

from flask import render_template, request
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.errors import BadInput
from innovate.core.limits import take
from innovate.core.web import Answer, back_to, came_from, is_fragment, needs, signed_in
from innovate.recognition import commands, queries
from innovate.recognition.drawing import HALF, posts_html, reactions_html
from innovate.recognition.forms import PostCommentForm
from innovate.recognition.models import ReactionKind
from innovate.recognition.routes import bp


@bp.get("/recognition/posts/<int:post_id>")
@needs(permissions.read_ideas)
def show(post_id: int) -> str:
    """A post with all that was said to it."""
    return _page(post_id, PostCommentForm(data={"form_key": _new_key(post_id)}))


@bp.post("/recognition/posts/<int:post_id>/reactions")
@needs(permissions.react_to_post)
def react(post_id: int) -> Response | str:
    """React in the way that the form says, or no longer."""
    take("reactions", me().id, times=120, within=timedelta(minutes=1))
    kind = request.form.get("kind", "")
    if kind not in set(ReactionKind):
        raise BadInput("That is no way to react. Open the wall again.")
    commands.react(
        me(), queries.get_post(post_id), kind=ReactionKind(kind), is_wanted=request.form.get("is_wanted") != "0"
    )
    if is_fragment():
        return reactions_html(queries.one_post(me(), post_id).only)
    return back_to(f"{came_from(f'/recognition/posts/{post_id}')}#post-{post_id}")


@bp.post("/recognition/posts/<int:post_id>/comments")
@needs(permissions.comment_on_post)
def comment(post_id: int) -> Answer:
    """Say something to the post."""
    post, form = queries.get_post(post_id), PostCommentForm()
    if form.validate_on_submit():
        take("comments", me().id, times=20, within=timedelta(minutes=1))
        with form.refusals():
            said = commands.comment_on_post(me(), post, body=form.body.data or "", key=form.form_key.data or "")
            return back_to(f"/recognition/posts/{post_id}#comment-{said}")
    return _page(post_id, form), form.status


@bp.post("/recognition/comments/<int:said_id>/delete")
@signed_in
def delete_comment(said_id: int) -> Response:
    """Take a comment away."""
    said = queries.get_comment(said_id)
    post_id = said.post_id
    commands.delete_comment(me(), said)
    return back_to(
        f"/recognition/posts/{post_id}" if queries.stands(post_id) else "/recognition", "The comment is deleted."
    )


def _page(post_id: int, form: PostCommentForm) -> str:
    cards = queries.one_post(me(), post_id)
    card = cards.only
    return render_template(
        "recognition/post.html",
        card=card,
        title=card.title,
        html=posts_html(cards, is_alone=True),
        form=form,
        may_comment=permissions.comment_on_post.allows(me()),
    )


def _new_key(post_id: int) -> str:
    return f"{secrets.token_hex(HALF // 2)}{post_id:016x}"
