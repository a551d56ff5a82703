"""Cards of the board as HTML, drawn once for what each shows and kept."""

from flask import current_app
from markupsafe import Markup

from innovate.core.clock import now
from innovate.core.geometry import share_left
from innovate.core.pieces import kept_pieces
from innovate.core.wording import due, local
from innovate.ideas.queries.board import Board, Card


def cards_html(board: Board) -> dict[int, Markup]:
    """The cards of each column, by the column's id."""
    kept, today = kept_pieces(), local(now()).date()

    def drawn(card: Card) -> str:
        """One card; whatever it shows is in the key, and so is what its clock says at this moment."""
        left = share_left(card.due_at, card.total_days or 14) if card.due_at else None
        return kept.text((card, today, left, card.age, due(card.due_at)), lambda: _draw(card))

    return {
        column.id: Markup("".join([drawn(card) for card in column.cards]))  # noqa: S704 - drawn by our template
        for column in board.columns
    }


def _draw(card: Card) -> str:
    parts = current_app.jinja_env.get_template("ideas/_board_card.html").module
    return str(parts.board_card(card))  # type: ignore[attr-defined]  # its macro
