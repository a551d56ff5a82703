"""The HR desk: what waits for recognition, and recognising the people behind one idea."""

from collections.abc import Sequence
from typing import Any, TypeVar

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.forms import version_of
from innovate.core.web import back_to, needs
from innovate.core.wording import plural
from innovate.ideas.models import Idea, StageKind
from innovate.ideas.queries import get_idea
from innovate.rewards import commands, queries
from innovate.rewards.forms import CloseForm, KeyedForm, RecogniseForm
from innovate.rewards.models import Award
from innovate.rewards.routes import bp

CLOSE = "close"  # two forms stand on one page
Keyed = TypeVar("Keyed", RecogniseForm, CloseForm)
Page = Response | tuple[str, int]


@bp.get("/rewards")
@needs(permissions.hr)
def index() -> str:
    """What waits for HR."""
    return render_template("rewards/index.html", desk=queries.desk(me()), steps=queries.first_steps())


@bp.get("/rewards/ideas/<int:idea_id>")
@needs(permissions.hr)
def recognise(idea_id: int) -> str | Response:
    """The form to recognise those behind an idea; an idea that does not wait is shown as it is."""
    idea = get_idea(idea_id)
    if idea.stage.kind is not StageKind.REWARD:
        return redirect(f"/ideas/{idea_id}")
    return _drawn(idea_id, *_blank(idea))


@bp.post("/rewards/ideas/<int:idea_id>")
@needs(permissions.hr)
def recognise_people(idea_id: int) -> Page:
    """Give the awards and close the idea."""
    idea, form = get_idea(idea_id), RecogniseForm()
    form.offer(queries.kinds_for_idea(me(), commands.outcome_of(idea_id)))
    rows = form.rows([share for share in queries.shares_of(idea_id) if share.is_here])
    if request.form.get("do") == "fill" and form.is_bounded and idea.stage.kind is StageKind.REWARD:
        form.fill(rows)
        return _drawn(idea_id, form, _blank(idea)[1]), 200
    if form.validate_on_submit() and form.are_valid(rows):
        with form.refusals():
            awards = commands.recognise_idea(
                me(),
                idea,
                kind=queries.get_kind(form.kind_id.data),
                shares=form.given(rows),
                scores=form.scores,
                reason=form.reason.data or "",
                key=form.key.data or "",
                version=version_of(form),
            )
            return _on_to_the_next(f"/ideas/{idea_id}#reward", _said(awards))
    if idea.stage.kind is not StageKind.REWARD:
        return _too_late(idea, form, [*form.written(rows), form.reason.data])
    return _drawn(idea_id, _on(form, idea), _blank(idea)[1]), form.status


@bp.post("/rewards/ideas/<int:idea_id>/no-award")
@needs(permissions.hr)
def close_without_award(idea_id: int) -> Page:
    """Close the idea without an award, with a reason that its author reads."""
    idea, form = get_idea(idea_id), CloseForm(prefix=CLOSE)
    if form.validate_on_submit():
        reason, key = form.why.data or "", form.key.data or ""
        with form.refusals():
            commands.recognise_idea(me(), idea, shares=[], reason=reason, key=key, version=version_of(form))
            return _on_to_the_next(f"/ideas/{idea_id}", "The idea is closed. Its author reads your reason.")
    if idea.stage.kind is not StageKind.REWARD:
        return _too_late(idea, form, [form.why.data])
    return _drawn(idea_id, _blank(idea)[0], _on(form, idea)), form.status


def _on_to_the_next(done: str, said: str) -> Response:
    """To the next idea that waits, the most urgent first; with none, to where what was done can be seen."""
    following = queries.next_idea(me())
    if following is None:
        return back_to(done, said)
    return back_to(f"/rewards/ideas/{following}", f"{said} Here is the next idea.")


def _said(awards: Sequence[Award]) -> str:
    people, points = plural(len(awards), "person", "people"), sum(award.points for award in awards)
    return f"{people} recognised with {plural(points, 'point')} in all."


def _blank(idea: Idea) -> tuple[RecogniseForm, CloseForm]:
    """Both forms of the page, untouched; they know the idea as it stands."""
    seen = str(idea.version)
    return RecogniseForm(formdata=None, version=seen), CloseForm(formdata=None, prefix=CLOSE, version=seen)


def _on(form: Keyed, idea: Idea) -> Keyed:
    """The form as it was sent; one that came too late now knows the idea as it stands."""
    form.renew_key()
    if form.is_late:
        form.version.data = str(idea.version)
    return form


def _drawn(idea_id: int, form: RecogniseForm, close: CloseForm) -> str:
    occasion = queries.occasion(me(), idea_id)
    form.offer(occasion.kinds)
    values: dict[str, Any] = {"occasion": occasion, "form": form, "close": close, "kind": form.kind}
    values["budget"] = occasion.budget_of(form.kind)
    return render_template(
        "rewards/recognise.html", rows=form.rows(occasion.shares), names=queries.colleagues(me()), **values
    )


def _too_late(idea: Idea, form: KeyedForm, written: Sequence[str | None]) -> Page:
    """What happened instead, what was given, what was typed, and where to go on."""
    page = render_template(
        "rewards/too_late.html",
        idea_id=idea.id,
        title=idea.title,
        sentences=form.form_errors or ["This idea does not wait for recognition any more."],
        reward=queries.panel(me(), idea),
        written=[words for words in written if words],
    )
    return page, 409
