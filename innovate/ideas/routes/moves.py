"""Moves of an idea along the pipeline: each one's form, and doing it."""

from flask import Response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.errors import BadInput, NotFound
from innovate.core.web import back_to, entity, is_fragment, signed_in
from innovate.ideas.lifecycle import next_stage, pipeline, says
from innovate.ideas.models import Idea
from innovate.ideas.move_forms import SHEETS, MoveForm, sheet_of
from innovate.ideas.queries import get_idea
from innovate.ideas.queries.actions import move_path
from innovate.ideas.queries.merging import Candidate, candidates
from innovate.ideas.routes import bp


@bp.get("/ideas/<int:idea_id>/moves/<name>")
@signed_in
def move(idea_id: int, name: str) -> str:
    """The form of that move, as a page or in a dialog."""
    idea, name = get_idea(idea_id), _known(name)
    pipeline.moves[name].who.require(me(), idea)
    sheet = sheet_of(name, next_stage(idea, name))
    return _drawn(idea, name, sheet.form(version=str(idea.version)))


@bp.post("/ideas/<int:idea_id>/moves/<name>")
@signed_in
def make_move(idea_id: int, name: str) -> BaseResponse | tuple[str, int]:
    """Make the move, or draw its form again with what was typed and what is in the way."""
    idea, name = get_idea(idea_id), _known(name)
    pipeline.moves[name].who.require(me(), idea)
    sheet = sheet_of(name, next_stage(idea, name))
    form = sheet.form()
    if form.validate_on_submit():
        with form.refusals():
            sheet.command(me(), idea, **_given(form))
            return _done(f"/ideas/{idea.id}", sheet.done)
    if form.is_late:
        form.version.data = str(idea.version)
    return _drawn(idea, name, form), form.status


def _known(name: str) -> str:
    known = name.replace("-", "_")
    if known not in SHEETS:
        raise NotFound
    return known


def _given(form: MoveForm) -> dict[str, object]:
    typed = form.typed()
    if "into" in typed:
        try:
            typed["into"] = entity(Idea, typed["into"])
        except NotFound as error:
            raise BadInput("There is no idea of that number.", "into") from error
    return typed


def _done(url: str, message: str) -> BaseResponse:
    answer = back_to(url, message)
    if not is_fragment():
        return answer
    return Response(status=204, headers={"HX-Redirect": url})


def _drawn(idea: Idea, name: str, form: MoveForm) -> str:
    """The page, or for a dialog its inside; a move that cannot be made now says why in place of the button."""
    opened = {one.name: one.shut for one in pipeline.open_to(me(), idea)}
    further = next_stage(idea, name)
    closed = "" if name in opened else f"This cannot be done while the idea stands at “{idea.place.value}”."
    return render_template(
        "ideas/_move.html" if is_fragment() else "ideas/move.html",
        idea_id=idea.id,
        idea_title=idea.title,
        author_name=idea.author.name,
        path=move_path(idea.id, name),
        name=name,
        sheet=sheet_of(name, further),
        says=says(name, further.name if further else None),
        form=form,
        shut=closed or opened.get(name) or "",
        may_plan=permissions.plan_experiment.allows(me(), idea),
        words=request.args.get("q", "")[:100],
        found=_found(idea, name),
    )


def _found(idea: Idea, name: str) -> tuple[Candidate, ...]:
    return candidates(idea, request.args.get("q", "")[:100]) if name == "merge" else ()
