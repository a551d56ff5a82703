"""Pages of review: the inbox, the idea beside its scorecard, and whom to ask."""

from flask import Blueprint, render_template

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.web import Answer, back_to, needs, signed_in
from innovate.core.wording import plural
from innovate.ideas.queries import get_idea
from innovate.review import commands, queries
from innovate.review.forms import ReviewersForm, scorecard_form

bp = Blueprint("review", __name__)


@bp.get("/review")
@needs(permissions.see_review_inbox)
def index() -> str:
    """What waits for me, by promise, and what I have sent."""
    return render_template("review/index.html", inbox=queries.inbox(me()))


@bp.route("/review/<int:idea_id>", methods=["GET", "POST"])
@signed_in
def show(idea_id: int) -> Answer:
    """Read an idea and score it, side by side."""
    idea = get_idea(idea_id)
    panel = queries.panel(me(), idea)
    if panel is None:
        permissions.send_scorecard.require(me(), queries.seat(me(), idea))
    criteria = queries.criteria()
    form = scorecard_form(criteria)
    if form.validate_on_submit():
        with form.refusals():
            commands.send_scorecard(me(), idea, scores=form.scores, note=form.note.data or "")
            return back_to("/review", f"Your scorecard for “{idea.title}” is sent.")
    page = render_template(
        "review/show.html", idea=queries.scoring_page(idea), criteria=criteria, form=form, review=panel
    )
    return page, form.status


@bp.route("/review/<int:idea_id>/reviewers", methods=["GET", "POST"])
@signed_in
def reviewers(idea_id: int) -> Answer:
    """Choose whom to ask for a scorecard."""
    idea = get_idea(idea_id)
    permissions.assign_reviewers.require(me(), idea)
    choices = queries.reviewer_choices(idea)
    asked = queries.asked_ids(idea)
    sent = {person_id for person_id, has_sent in asked.items() if has_sent}
    form = ReviewersForm(reviewers=list(asked))
    form.offer(choices, sent=sent)
    if form.validate_on_submit():
        with form.refusals():
            chosen = commands.assign_reviewers(me(), idea, reviewer_ids=[*(form.reviewers.data or []), *sent])
            return back_to(f"/ideas/{idea.id}", _asked(len(chosen), idea.area.quorum))
    page = render_template(
        "review/reviewers.html",
        idea=queries.scoring_page(idea),
        form=form,
        choices=[one for one in choices if one.id not in sent],
        sent=[one for one in choices if one.id in sent],
        quorum=idea.area.quorum,
    )
    return page, form.status


def _asked(reviewers: int, quorum: int) -> str:
    """What is said once the reviewers are chosen; too few of them may be meant, but not unseen."""
    if reviewers >= quorum:
        return "The reviewers are asked."
    named = plural(reviewers, "reviewer is", "reviewers are")
    return f"{named} asked, and a decision needs {plural(quorum, 'scorecard')}."
