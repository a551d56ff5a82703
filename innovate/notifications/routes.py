"""What I was told, and noting that I have read it."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from innovate.accounts.login import me
from innovate.core.web import back_to, safe_next, signed_in
from innovate.notifications import commands, queries

bp = Blueprint("notifications", __name__)


@bp.get("/notifications")
@signed_in
def index() -> str:
    """My notifications, newest first."""
    after = request.args.get("after")
    return render_template("notifications/index.html", page=queries.notes(me(), after), after=after)


@bp.post("/notifications/<int:note_id>/open")
@signed_in
def open_note(note_id: int) -> Response:
    """Note that it is read, and go to where it happened."""
    url = queries.where_to(me(), note_id)
    commands.mark_read(me(), [note_id])
    return redirect(url, code=303)


@bp.post("/notifications/<int:note_id>/read")
@signed_in
def mark_read(note_id: int) -> Response:
    """Note that it is read, and stay."""
    commands.mark_read(me(), [note_id])
    return back_to(safe_next("/notifications"))


@bp.post("/notifications/read")
@signed_in
def mark_all_read() -> Response:
    """Note that all of mine are read."""
    commands.mark_read(me())
    return back_to("/notifications", "All is read.")
