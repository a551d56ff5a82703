"""An award’s own page, and its certificate, which proves itself to anybody who has the link."""

from datetime import timedelta

from flask import Response as FlaskResponse
from flask import current_app, make_response, render_template
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.core import limits
from innovate.core.web import back_to, entity, needs, public, signed_in
from innovate.rewards import certificates, commands, queries
from innovate.rewards.models import Award
from innovate.rewards.routes import bp

CERTIFICATES, SPAN = 20, timedelta(hours=1)


@bp.get("/awards/<int:award_id>")
@needs(permissions.read_ideas)
def own_award(award_id: int) -> str:
    """What it was given for, by whom, and what of it came when."""
    page = queries.award_page(me(), entity(Award, award_id))
    return render_template("rewards/own_award.html", award=page, link=_link(page.certificate))


@bp.post("/awards/<int:award_id>/certificate")
@signed_in
def make_certificate(award_id: int) -> Response:
    """Make the certificate of my award."""
    _count()
    code = commands.make_certificate(me(), entity(Award, award_id))
    return back_to(f"/certificates/{code}", "Here is your certificate. Print it, or send its link.")


@bp.post("/awards/<int:award_id>/certificate/withdraw")
@signed_in
def withdraw_certificate(award_id: int) -> Response:
    """Make its link worthless."""
    _count()
    commands.withdraw_certificate(me(), entity(Award, award_id))
    return back_to(f"/awards/{award_id}", "The certificate is withdrawn. Its link says that it is not known.")


@bp.get("/certificates/<code>")
@public
def certificate(code: str) -> FlaskResponse:
    """The certificate as whoever was sent the link sees it: valid, taken back or not known."""
    found = queries.certificate(code)
    page = render_template("rewards/certificate.html", certificate=found, link=_link(found.code if found else None))
    answer = make_response(page, 200 if found else 404)
    answer.headers["X-Robots-Tag"] = "noindex"  # it is for those who were sent the link
    return answer


def _count() -> None:
    limits.take("certificates", me().id, times=CERTIFICATES, within=SPAN)


def _link(code: str | None) -> str:
    base = current_app.config["SETTINGS"].base_url
    return f"{base}/certificates/{certificates.shown(code)}" if code else ""
