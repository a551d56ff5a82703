"""What people type about nominations: the proposal, an answer, a withdrawal, and the award at its end."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField
from wtforms.validators import Length

from innovate.core.forms import Form, choice, line, text, whole
from innovate.rewards import queries
from innovate.rewards.commands import ANSWER, CITATION, MOST_LINKS, REASON
from innovate.rewards.forms import KeyedForm
from innovate.rewards.models import AwardBudget, AwardKind


class NominateForm(KeyedForm):
    """A nomination; `seen` is a print of the warnings that the person has read."""

    kind_id = choice("Award", required="Choose an award.", kind=int)
    who = line(
        "Whom", required="Say whom.", hint="A colleague’s name or e-mail.", autocomplete="off", list="colleagues"
    )
    reason = text(
        "What they did, and what came of it",
        required="Say what they did: those who answer know only what stands here.",
        most=REASON,
        hint="Those who answer read this. Whom you nominate does not.",
        rows=6,
    )
    links = text(
        "Links",
        most=MOST_LINKS * 500,
        hint=f"Where it can be seen, one address a line, at most {MOST_LINKS}.",
        rows=2,
    )
    idea_id = choice("The idea it is about", kind=int)
    seen = HiddenField(validators=[Length(max=16)])

    def prepared(self, ideas: Sequence[tuple[int, str]] = ()) -> "NominateForm":
        """This form with the awards that take nominations, and the ideas of whom it names."""
        kinds = queries.award_kinds_by_nomination()
        empty: list[tuple[Any, str]] = [] if len(kinds) == 1 else [("", "Choose one")]
        self.kind_id.choices = [*empty, *((id_, name) for id_, name, _purpose in kinds)]
        self.idea_id.choices = [("", "No idea"), *ideas]
        return self

    @property
    def addresses(self) -> list[str]:
        """The links as typed, one a line."""
        return [one.strip() for one in (self.links.data or "").splitlines() if one.strip()]


class AnswerForm(Form):
    """A yes or no; the two buttons say which."""

    step_id = HiddenField(validators=[Length(max=12)])
    reason = text("Your reason", most=ANSWER, hint="Needed if you decline. Whoever nominated reads it.", rows=3)


class WithdrawForm(Form):
    """Taking one's nomination back."""

    words = text("Why", most=ANSWER, rows=2)


class CloseNominationForm(Form):
    """Ending an approved nomination without an award."""

    why = text("Reason", required="Say why: who nominated reads it.", most=ANSWER, rows=3)


class NominationAwardForm(KeyedForm):
    """The award that a nomination asked for."""

    points = whole("Points")
    badge_id = choice("Badge", kind=int)
    citation = text(
        "Citation", required="Say what it is for.", most=CITATION, rows=3, hint="Everybody reads it on the wall."
    )
    area_id = choice("Area that pays", kind=int)

    def of(self, kind: AwardKind, *, has_idea: bool) -> "NominationAwardForm":
        """This form for that kind of award: its range, its badge, and who pays where there is a choice."""
        least, most = kind.least_points, kind.most_points
        self.points.description = f"From {least:,} to {most:,}." if least != most else f"Always {most:,}."
        if least == most and self.points.data is None:
            self.points.data = most
        if kind.prompt:
            self.citation.description = f"{kind.prompt} Everybody reads it on the wall."
        if kind.badge_id is not None:
            del self.badge_id
        else:
            self.badge_id.description = "To go with it."
            self.badge_id.choices = [
                ("", "No badge"),
                *((badge.id, badge.name) for badge in queries.badges(only_active=True)),
            ]
        if kind.budget is AwardBudget.AREA and not has_idea:
            self.area_id.choices = [("", "Choose one"), *queries.areas_to_pay()]
        else:
            del self.area_id
        return self
