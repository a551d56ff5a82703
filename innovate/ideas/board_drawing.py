"""The board as HTML: drawn once for what was read and the present minute, and each card once for what it shows."""

from collections.abc import Callable
from functools import partial

from markupsafe import Markup

from innovate.core.clock import now
from innovate.core.geometry import share_left
from innovate.core.pieces import drawn, kept_html, macro, this_minute
from innovate.core.wording import due, local
from innovate.ideas.queries.board import Board, Card


def board_html(board: Board) -> str:
    """The whole board."""
    return kept_html(("board", board, this_minute()), partial(_board, board))


def _board(board: Board) -> str:
    columns, today, draw = board.columns, local(now()).toordinal(), macro("ideas/_board_card.html", "board_card")
    cards = {
        column.id: Markup("".join([_card(card, today, draw) for card in column.cards]))  # noqa: S704 - by our template
        for column in columns
    }
    return drawn("ideas/_board.html", board=board, columns=columns, cards=cards)


def _card(card: Card, today: int, draw: Callable[[Card], str]) -> str:
    """One card; whatever it shows is in the key, and so is what its clock says at this moment."""
    left = share_left(card.due_at, card.total_days or 14) if card.due_at else None
    return kept_html((card, today, left, card.age, due(card.due_at)), lambda: draw(card))
