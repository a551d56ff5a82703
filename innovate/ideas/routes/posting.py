"""Posting an idea: the composer, drafts, preview, and editing."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from flask import redirect, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.areas.models import Area
from innovate.core.db import db
from innovate.core.errors import BadInput, NotFound, RuleBroken
from innovate.core.forms import Form
from innovate.core.limits import take
from innovate.core.markdown import render
from innovate.core.web import Answer, back_to, is_fragment, needs, signed_in
from innovate.core.wording import day
from innovate.ideas import commands
from innovate.ideas.forms import FORM_KEY, DraftForm, EditForm, IdeaForm, PreviewForm, Words
from innovate.ideas.models import Idea
from innovate.ideas.queries import (
    areas_to_choose,
    count_drafts,
    draft_of,
    get_draft,
    get_idea,
    list_drafts,
    posted_with,
)
from innovate.ideas.routes import bp


@dataclass(frozen=True, slots=True)
class Preview:
    """An idea as it will be read."""

    title: str
    problem: Markup
    proposal: Markup
    effect: Markup

    @classmethod
    def of(cls, form: Words) -> "Preview":
        typed = _words(form)
        return cls(typed["title"], render(typed["problem"]), render(typed["proposal"]), render(typed["effect"]))


@bp.get("/ideas/new")
@needs(permissions.post_idea)
def new() -> Answer:
    """A page to write an idea on; its address names the form, so that coming back finds what became of it.

    `?form=…` goes on with a draft, or shows the idea that was posted; `?title=…` begins with that title.
    """
    key, title = request.args.get("form", ""), request.args.get("title", "")[:200]
    if not FORM_KEY.match(key):
        return redirect(
            "/ideas/new?" + urlencode({"form": commands.new_form_key()} | ({"title": title} if title else {}))
        )
    if posted := posted_with(me(), key):
        return render_template("ideas/posted.html", idea_id=posted[0], title=posted[1])
    if draft := draft_of(me(), key):
        return _composer(IdeaForm(obj=draft), saved_at=draft.saved_at)
    return _composer(IdeaForm(form_key=key, title=title))


@bp.post("/ideas/new")
@needs(permissions.post_idea)
def create() -> Answer:
    """Post the idea, or show it as it will be read."""
    form = IdeaForm()
    form.offer(areas_to_choose())
    if request.form.get("do") == "preview" and form.is_bounded:
        return _composer(form, preview=Preview.of(form))
    if not form.validate():
        return _composer(form), 422
    take("ideas", me().id, times=20, within=timedelta(hours=1))
    try:
        idea = commands.submit_idea(me(), area=_area(form.area_id.data), key=form.form_key.data, **_words(form))
    except BadInput as error:
        form.refuse(error)
        return _composer(form), 422
    except commands.PostedAlready as refusal:  # what was typed stays, in a form that can be sent
        form.form_key.data = commands.new_form_key()
        return _composer(form, refusal=refusal.sentence, posted_id=refusal.idea_id), refusal.status
    promise = f" An answer is due by {day(idea.due_at)}." if idea.due_at else ""
    return back_to(f"/ideas/{idea.id}", f"Your idea is posted.{promise}")


@bp.post("/ideas/drafts")
@needs(permissions.post_idea)
def save_draft() -> Answer:
    """Keep what was typed: for a script while typing, for a button on demand."""
    form = DraftForm()
    form.area_id.choices = [("", ""), *((area.id, area.name) for area in areas_to_choose())]
    if not form.validate():
        if is_fragment():
            return render_template("errors/_refusal.html", sentence=_first_error(form)), 422
        whole = IdeaForm()
        whole.offer(areas_to_choose())
        whole.validate()
        return _composer(whole), 422
    draft = commands.save_draft(me(), None, area_id=form.area_id.data, key=form.form_key.data, **_words(form))
    if is_fragment():
        return render_template("ideas/_saved.html", draft_id=draft.id, saved_at=draft.saved_at)
    return back_to(f"/ideas/new?form={draft.form_key}", "Your draft is saved. Only you can see it.")


@bp.get("/drafts")
@needs(permissions.post_idea)
def drafts() -> str:
    """My drafts, the last saved first."""
    return render_template("ideas/drafts.html", drafts=list_drafts(me()))


@bp.post("/drafts/<int:draft_id>/discard")
@needs(permissions.post_idea)
def discard_draft(draft_id: int) -> Response:
    """Throw a draft away."""
    commands.discard_draft(me(), get_draft(me(), draft_id))
    return back_to("/drafts", "The draft is gone.")


@bp.get("/ideas/<int:idea_id>/edit")
@signed_in
def edit(idea_id: int) -> Answer:
    """The idea's words, to change them."""
    idea = _to_edit(idea_id)
    commands.require_editable(idea)
    return _editor(idea, EditForm(obj=idea))


@bp.post("/ideas/<int:idea_id>/edit")
@signed_in
def change(idea_id: int) -> Answer:
    """Keep the new words; when somebody was quicker, show both texts."""
    idea = _to_edit(idea_id)
    form = EditForm()
    form.offer(areas_to_choose(), kept=idea.area)
    if request.form.get("do") == "preview" and form.is_bounded:
        return _editor(idea, form, preview=Preview.of(form))
    if not form.validate():
        return _editor(idea, form), 422
    try:
        area, version = _area(form.area_id.data), int(form.version.data or "")
        commands.edit_idea(me(), idea, area=area, version=version, **_words(form))
    except BadInput as error:
        form.refuse(error)
        return _editor(idea, form), 422
    except RuleBroken as refusal:  # what was typed stays on the page
        form.version.data = str(idea.version)
        is_crossed = isinstance(refusal, commands.EditCrossed)
        return _editor(idea, form, refusal=refusal.sentence, is_crossed=is_crossed), refusal.status
    return back_to(f"/ideas/{idea.id}", "Your changes are kept.")


@bp.post("/preview")
@signed_in
def preview() -> Answer:
    """A text as it will be read."""
    form = PreviewForm()
    if not form.validate():
        return render_template("errors/_refusal.html", sentence=_first_error(form)), 422
    return render_template("ideas/_preview.html", html=render(form.text.data or ""))


def _composer(form: IdeaForm, **more: object) -> str:
    if not form.area_id.choices:
        form.offer(areas_to_choose())
    return render_template("ideas/new.html", form=form, drafts=count_drafts(me()), **more)


def _editor(idea: Idea, form: EditForm, **more: object) -> str:
    if not form.area_id.choices:
        form.offer(areas_to_choose(), kept=idea.area)
    theirs = {
        "title": idea.title,
        "problem": idea.problem,
        "proposal": idea.proposal,
        "effect": idea.effect,
        "area": idea.area.name,
    }
    return render_template("ideas/edit.html", form=form, idea_id=idea.id, theirs=theirs, **more)


def _to_edit(idea_id: int) -> Idea:
    idea = get_idea(idea_id)
    permissions.edit_idea.require(me(), idea)
    return idea


def _area(area_id: int | None) -> Area:
    area = db.session.get(Area, area_id) if area_id else None
    if area is None:
        raise NotFound
    return area


def _words(form: Words | DraftForm) -> dict[str, Any]:
    return {name: form[name].data or "" for name in ("title", "problem", "proposal", "effect")}


def _first_error(form: Form) -> str:
    return str(next((error for errors in form.errors.values() for error in errors), "That could not be taken."))
