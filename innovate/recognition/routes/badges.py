"""Badges for everybody: all of them and how to get them, and who holds one."""

from flask import render_template, request

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.web import needs
from innovate.recognition.routes import bp
from innovate.rewards import queries


@bp.get("/recognition/badges")
@needs(permissions.read_ideas)
def badges() -> str:
    """All badges: mine first, then those that I am nearest to."""
    return render_template(
        "recognition/badges.html", offers=queries.offers(me().id), may_keep=permissions.keep_badges.allows(me())
    )


@bp.get("/recognition/badges/<int:badge_id>")
@needs(permissions.read_ideas)
def badge(badge_id: int) -> str:
    """One badge, and who holds it."""
    after = request.args.get("after")
    return render_template(
        "recognition/badge.html",
        page=queries.badge_page(badge_id, me().id, after),
        after=after,
        may_keep=permissions.keep_badges.allows(me()),
    )
