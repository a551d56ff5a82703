"""What people type about shares of credit."""

from collections.abc import Sequence

from flask import request
from wtforms import Form as Part
from wtforms import HiddenField

from innovate.core.errors import BadInput
from innovate.core.forms import Form, line, text, whole
from innovate.rewards import queries
from innovate.rewards.queries import ShareRow


class AnswerForm(Form):
    """Yes or no to one's share, as it stood when the page was opened."""

    percent = HiddenField()
    words = text(
        "What is not right", most=1_000, rows=3, hint="HR and everybody who has a share reads it. Say what would be."
    )

    @property
    def seen(self) -> int:
        """The percent that the person saw."""
        return _number(self.percent.data)


class SettleLine(Part):
    """One person's share."""

    version = HiddenField()
    percent = whole("Percent", most=100)


class SettleForm(Form):
    """Everybody's share, somebody else's if need be, and why."""

    who = line(
        "Somebody else", most=200, hint="A colleague’s name or e-mail, if someone is missing.", list="colleagues"
    )
    percent = whole("Their percent", most=100)
    reason = text("Why", required="Say why: everybody who has a share reads it.", most=1_000, rows=3)

    def rows(self, shares: Sequence[ShareRow]) -> list[tuple[ShareRow, SettleLine]]:
        """A line for each share; the same ones when asked again."""
        if not hasattr(self, "_rows"):
            typed = request.form if self.is_submitted() else None
            values = [{"percent": share.percent, "version": share.version} for share in shares]
            self._rows = [
                (share, SettleLine(typed, prefix=f"person-{share.person.id}-", data=data))
                for share, data in zip(shares, values, strict=True)
            ]
        return self._rows

    def are_valid(self, rows: Sequence[tuple[ShareRow, SettleLine]]) -> bool:
        """Whether every line holds a percent."""
        fine = [row.validate() for _, row in rows]
        if not all(fine):
            self.form_errors = ["Give each person a whole number from 0 to 100."]
        return all(fine)

    def percents(self, rows: Sequence[tuple[ShareRow, SettleLine]]) -> dict[int, int]:
        """What each person is to have. Raises BadInput for a name that is no colleague's, and who stands above."""
        wanted = {share.person.id: row.percent.data or 0 for share, row in rows}
        if self.who.data:
            person_id = queries.find_colleague(self.who.data)
            if person_id in wanted:
                raise BadInput("They have a share already: change the number in their line.", "who")
            wanted[person_id] = self.percent.data or 0
        return wanted

    def seen(self, rows: Sequence[tuple[ShareRow, SettleLine]]) -> dict[int, int]:
        """The version of each share that the page showed."""
        return {share.person.id: _number(row.version.data) for share, row in rows}


def _number(typed: object) -> int:
    """What the page carried along unseen; -1, which nothing is, for no number."""
    text = str(typed or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
