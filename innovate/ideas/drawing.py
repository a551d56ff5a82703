"""Rows of ideas as HTML, drawn once for what each shows and kept; the form's token is filled in after."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from flask import current_app
from markupsafe import Markup

from innovate.core.clock import now
from innovate.core.geometry import share_left
from innovate.core.kept import Kept
from innovate.core.pieces import TOKEN, for_this_visit, kept_pieces
from innovate.core.wording import ago, local
from innovate.ideas.queries import IdeaRow

_FRESH = timedelta(days=1)  # so long "ago" says more than the day does


def rows_html(rows: Iterable[IdeaRow]) -> Markup:
    """Those rows, one beneath the other, for this visit."""
    kept, moment = kept_pieces(), now()
    today = local(moment).date()
    text = "".join([_row(kept, row, moment, today.toordinal()) for row in rows])
    return for_this_visit(text)


def _row(kept: Kept, row: IdeaRow, moment: datetime, today: int) -> str:
    """One row; whatever it shows is in the key, and so is what its words and its clock say at this moment."""
    due = row.due_at
    fresh = ago(row.created_at) if moment - row.created_at < _FRESH else None
    left = share_left(due, row.total_days or 14) if due else None
    return kept.text((row, today, fresh, left, due is not None and due < moment), lambda: _draw(row))


def _draw(row: IdeaRow) -> str:
    parts = current_app.jinja_env.get_template("components/idea_row.html").module
    return str(parts.idea_row(row, token=TOKEN))  # type: ignore[attr-defined]  # its macro
