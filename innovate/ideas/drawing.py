"""Rows of ideas as HTML, drawn once for what each shows and kept; the form's token is filled in after."""

from collections.abc import Callable
from datetime import datetime, timedelta

from markupsafe import Markup

from innovate.core.clock import now
from innovate.core.geometry import share_left
from innovate.core.pieces import for_this_visit, kept_html, macro, this_minute
from innovate.core.wording import ago, local
from innovate.ideas.queries import IdeaRow, IdeaRows

_FRESH = timedelta(days=1)  # so long "ago" says more than the day does


def rows_html(rows: IdeaRows) -> Markup:
    """Those rows, one beneath the other, for this visit: together kept for the minute, each by itself for longer."""
    return for_this_visit(kept_html(("rows", rows, this_minute()), lambda: _rows(rows)))


def _rows(rows: IdeaRows) -> str:
    moment, draw = now(), macro("components/idea_row.html", "idea_row")
    today = local(moment).toordinal()
    return "".join([_row(row, moment, today, draw) for row in rows])


def _row(row: IdeaRow, moment: datetime, today: int, draw: Callable[[IdeaRow], str]) -> str:
    """One row; whatever it shows is in the key, and so is what its words and its clock say at this moment."""
    due = row.due_at
    fresh = ago(row.created_at) if moment - row.created_at < _FRESH else None
    left = share_left(due, row.total_days or 14) if due else None
    return kept_html((row, today, fresh, left, due is not None and due < moment), lambda: draw(row))
