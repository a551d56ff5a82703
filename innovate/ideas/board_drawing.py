"""Cards of the board as HTML, drawn once for what each shows and kept."""

from markupsafe import Markup

from innovate.core.clock import now
from innovate.core.geometry import share_left
from innovate.core.pieces import kept_html, macro
from innovate.core.wording import due, local
from innovate.ideas.queries.board import Board, Card


def cards_html(board: Board) -> dict[int, Markup]:
    """The cards of each column, by the column's id."""
    today, draw = local(now()).date(), macro("ideas/_board_card.html", "board_card")

    def drawn(card: Card) -> str:
        """One card; whatever it shows is in the key, and so is what its clock says at this moment."""
        left = share_left(card.due_at, card.total_days or 14) if card.due_at else None
        return kept_html((card, today, left, card.age, due(card.due_at)), lambda: draw(card))

    return {
        column.id: Markup("".join([drawn(card) for card in column.cards]))  # noqa: S704 - drawn by our template
        for column in board.columns
    }
