"""The HR desk: what waits for recognition, and recognising the people behind one idea."""

from typing import Any

from flask import redirect, render_template
from werkzeug.wrappers import Response as BaseResponse

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.errors import BadInput
from innovate.core.forms import version_of
from innovate.core.web import back_to, needs
from innovate.ideas.models import Idea, StageKind
from innovate.ideas.queries import get_idea
from innovate.rewards import commands, queries
from innovate.rewards.forms import CloseForm, RecogniseForm
from innovate.rewards.routes import bp

CLOSE = "close"  # two forms stand on one page


@bp.get("/rewards")
@needs(permissions.hr)
def index() -> str:
    """What waits for HR."""
    return render_template("rewards/index.html", desk=queries.desk(me()))


@bp.get("/rewards/ideas/<int:idea_id>")
@needs(permissions.hr)
def recognise(idea_id: int) -> str | BaseResponse:
    """The form to recognise those behind an idea; an idea that does not wait is shown as it is."""
    idea = get_idea(idea_id)
    if idea.stage.kind is not StageKind.REWARD:
        return redirect(f"/ideas/{idea_id}")
    return _drawn(idea_id, *_blank(idea))


@bp.post("/rewards/ideas/<int:idea_id>")
@needs(permissions.hr)
def recognise_people(idea_id: int) -> BaseResponse | tuple[str, int]:
    """Give the awards and close the idea."""
    idea, form = get_idea(idea_id), RecogniseForm()
    rows = form.rows(queries.suggestions(me(), idea_id))
    if form.validate_on_submit() and form.are_valid(rows):
        try:
            awards = commands.recognise_idea(
                me(),
                idea,
                shares=form.shares(rows),
                reason=form.reason.data or "",
                key=form.key.data or "",
                version=version_of(form),
            )
            points = sum(award.points for award in awards)
            people = "1 person" if len(awards) == 1 else f"{len(awards)} people"
            return back_to(f"/ideas/{idea_id}", f"{people} recognised with {points:,} points in all.")
        except BadInput as error:
            form.refuse(error)
    return _drawn(idea_id, form, _blank(idea)[1]), 422


@bp.post("/rewards/ideas/<int:idea_id>/no-award")
@needs(permissions.hr)
def close_without_award(idea_id: int) -> BaseResponse | tuple[str, int]:
    """Close the idea without an award, with a reason that its author reads."""
    idea, form = get_idea(idea_id), CloseForm(prefix=CLOSE)
    if form.validate_on_submit():
        reason, key = form.why.data or "", form.key.data or ""
        commands.recognise_idea(me(), idea, shares=[], reason=reason, key=key, version=version_of(form))
        return back_to(f"/ideas/{idea_id}", "The idea is closed. Its author reads your reason.")
    return _drawn(idea_id, _blank(idea)[0], form), 422


def _blank(idea: Idea) -> tuple[RecogniseForm, CloseForm]:
    """Both forms of the page, untouched; they know the idea as it stands."""
    seen = str(idea.version)
    return RecogniseForm(formdata=None, version=seen), CloseForm(formdata=None, prefix=CLOSE, version=seen)


def _drawn(idea_id: int, form: RecogniseForm, close: CloseForm) -> str:
    occasion = queries.occasion(me(), idea_id)
    values: dict[str, Any] = {"occasion": occasion, "form": form, "close": close}
    return render_template(
        "rewards/recognise.html", rows=form.rows(occasion.suggestions), names=queries.colleagues(me()), **values
    )
