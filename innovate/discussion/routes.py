"""Discussing from a page: each form works on its own, and shows its words again when they cannot be taken."""

import secrets
from datetime import timedelta

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.errors import NotFound, RuleBroken
from innovate.core.limits import take
from innovate.core.markdown import render
from innovate.core.web import Answer, back_to, needs, signed_in
from innovate.discussion import commands
from innovate.discussion.forms import CommentForm, EditCommentForm
from innovate.discussion.models import Comment
from innovate.discussion.queries import get_comment, one_comment
from innovate.ideas.models import Idea
from innovate.ideas.queries import get_idea

bp = Blueprint("discussion", __name__)


@bp.post("/ideas/<int:idea_id>/comments")
@signed_in
def post(idea_id: int) -> Answer:
    """Say something, or show it as it will be read."""
    idea, form = get_idea(idea_id), CommentForm()
    permissions.post_comment.require(me(), idea)
    if request.form.get("do") == "preview" and form.is_bounded:
        return _writing(idea, form, preview=render(form.body.data or ""))
    if form.validate_on_submit():
        take("comments", me().id, times=20, within=timedelta(minutes=1))
        with form.refusals():
            words, key = form.body.data or "", form.form_key.data
            comment = commands.post_comment(me(), idea, body=words, parent=_parent(form), key=key)
            return back_to(f"/ideas/{idea.id}#comment-{comment.id}")
    return _writing(idea, form), form.status


@bp.get("/comments/<int:comment_id>")
@needs(permissions.read_ideas)
def show(comment_id: int) -> str:
    """One comment with all of its answers."""
    comment = get_comment(comment_id)
    idea = comment.idea
    return render_template(
        "discussion/show.html",
        said=one_comment(me(), comment),
        idea_id=idea.id,
        title=idea.title,
        form_key=secrets.token_hex(8),
    )


@bp.get("/comments/<int:comment_id>/edit")
@signed_in
def edit(comment_id: int) -> Answer:
    """The comment's words, to mend them."""
    comment = _to_edit(comment_id)
    return _mending(comment, EditCommentForm(obj=comment))


@bp.post("/comments/<int:comment_id>/edit")
@signed_in
def change(comment_id: int) -> Answer:
    """Keep the new words; when they were changed elsewhere meanwhile, show both."""
    comment, form = _to_edit(comment_id), EditCommentForm()
    if request.form.get("do") == "preview" and form.is_bounded:
        return _mending(comment, form, preview=render(form.body.data or ""))
    if form.validate_on_submit():
        with form.refusals():
            commands.edit_comment(me(), comment, body=form.body.data or "", version=int(form.version.data or ""))
            return back_to(f"/ideas/{comment.idea_id}#comment-{comment.id}", "Your comment is changed.")
    theirs = ""
    if form.is_late:
        form.version.data, theirs = str(comment.version), comment.body
    return _mending(comment, form, theirs=theirs), form.status


@bp.post("/comments/<int:comment_id>/delete")
@signed_in
def delete(comment_id: int) -> Response:
    """Take a comment away."""
    comment = get_comment(comment_id)
    commands.delete_comment(me(), comment)
    return back_to(f"/ideas/{comment.idea_id}#discussion", "The comment is deleted.")


@bp.post("/comments/<int:comment_id>/adopt")
@signed_in
def adopt(comment_id: int) -> Response:
    """Mark what a comment suggests as taken up."""
    comment = commands.adopt_suggestion(me(), get_comment(comment_id))
    return back_to(_place_of(comment), "Marked as taken up. Whoever said it has a share of the credit.")


@bp.post("/comments/<int:comment_id>/drop")
@signed_in
def drop(comment_id: int) -> Response:
    """Take that mark away."""
    comment = commands.drop_suggestion(me(), get_comment(comment_id))
    return back_to(_place_of(comment), "It is no longer marked as taken up.")


def _place_of(comment: Comment) -> str:
    return f"/ideas/{comment.idea_id}#comment-{comment.id}"


def _parent(form: CommentForm) -> Comment | None:
    typed = form.parent_id.data
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) < 19):
        raise NotFound("We could not find that comment.")
    return get_comment(int(typed))


def _to_edit(comment_id: int) -> Comment:
    comment = get_comment(comment_id)
    permissions.edit_comment.require(me(), comment)
    if comment.deleted_at:
        raise RuleBroken("This comment was deleted.")
    return comment


def _writing(idea: Idea, form: CommentForm, **more: object) -> str:
    return render_template("discussion/write.html", form=form, idea_id=idea.id, title=idea.title, **more)


def _mending(comment: Comment, form: EditCommentForm, **more: object) -> str:
    return render_template("discussion/edit.html", form=form, comment_id=comment.id, idea_id=comment.idea_id, **more)
