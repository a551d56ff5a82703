"""The board: a column for each stage."""

from flask import request

from innovate import permissions
from innovate.accounts.framing import framed
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
    return framed("Board", board_html(shown), section="board", main_class="main-wide")


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
