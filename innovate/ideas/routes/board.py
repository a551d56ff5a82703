"""The board: a column for each stage."""

from flask import render_template, request

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.web import needs
from innovate.ideas.board_drawing import board_html
from innovate.ideas.queries.board import board as read_board
from innovate.ideas.routes import bp


@bp.get("/board")
@needs(permissions.read_ideas)
def board() -> str:
    """Every stage with its most urgent ideas; `?area=3` shows one area's alone."""
    area = request.args.get("area", "")
    shown = read_board(me(), int(area) if _is_id(area) else None)
    return render_template("ideas/board.html", board_html=board_html(shown))


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
