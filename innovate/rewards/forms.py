"""What HR types: awards, budgets, badges and reasons."""

import secrets
from collections.abc import Sequence

from flask import request
from wtforms import BooleanField, HiddenField, RadioField
from wtforms import Form as Part
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import Length, Optional

from innovate.core.crossing import EditForm
from innovate.core.errors import BadInput
from innovate.core.forms import Form, choice, day, line, text, version, whole
from innovate.rewards import queries
from innovate.rewards.badge_rules import RULES
from innovate.rewards.commands import BADGE_WORDS, CITATION, MOST_BUDGET, Scores, Share
from innovate.rewards.drawings import DRAWINGS
from innovate.rewards.first_awards import MOST_POINTS
from innovate.rewards.models import BadgeRule
from innovate.rewards.queries import KindRow, ShareRow
from innovate.rewards.shares import apportion

OTHERS = 2  # empty lines for people whom nobody suggested


def _new_key() -> str:
    return secrets.token_hex(16)


class KeyedForm(Form):
    """A form that gives points, with a hidden key: sent twice it has one effect."""

    key = HiddenField(default=_new_key, validators=[Length(min=1, max=60)])

    def renew_key(self) -> None:
        """After a refusal that came too late this is another form: whoever still wants it has read what happened."""
        if self.is_late:
            self.key.data = _new_key()


def _badges(none: str) -> list[SelectChoice]:
    found = queries.badges(only_active=True)
    return [SelectChoice("", none), *(SelectChoice(badge.id, badge.name) for badge in found)]


class ShareForm(Part):
    """One line of a recognition: who, how many points, which badge, for what."""

    is_given = BooleanField("Award")
    who = line("Name or e-mail", autocomplete="off", list="colleagues")
    points = whole("Points", most=MOST_POINTS)
    badge_id = choice("Badge", kind=int)
    citation = text("Citation", most=CITATION, rows=2)

    share: ShareRow | None = None

    @property
    def is_used(self) -> bool:
        return bool(self.is_given.data if self.share else self.who.data)

    def is_valid(self, *, for_all: str, has_badge: bool) -> bool:
        """Whether this line can be given, where `for_all` is said of everybody; what is to be mended stands in it."""
        fine = self.validate()
        if not self.points.errors and not self.points.data and self.badge_id.data is None and not has_badge:
            self.points.errors, fine = ["Give points, a badge or both."], False
        if not self.citation.data and not for_all:
            self.citation.errors, fine = ["Say what this is for. Everybody reads it."], False
        return fine

    def given(self, for_all: str) -> Share:
        """What the command takes. Raises BadInput when the name is not one colleague's."""
        person_id = self.share.person.id if self.share else queries.find_colleague(self.who.data or "")
        return Share(person_id, self.points.data or 0, self.badge_id.data, self.citation.data or for_all)


def _score(label: str, worst: str, best: str) -> RadioField:
    """A score from 1 to 5, with what the ends of it mean."""
    return RadioField(
        label,
        [Optional()],
        choices=[SelectChoice(value, str(value)) for value in range(1, 6)],
        coerce=lambda value: int(value) if value is not None else None,
        description=f"1: {worst} 5: {best}",
    )


class RecogniseForm(KeyedForm):
    """The awards for one idea: a line for each person who has a share in it, and a few for others."""

    version = version()
    kind_id = choice("Award", kind=int, required="Choose an award.")
    total = whole("Points in all", most=10 * MOST_POINTS)
    citation = text(
        "What all of them are thanked for", most=CITATION, rows=2, hint="For everybody without words of their own."
    )
    plan_score = _score("The plan", "No target, nothing to compare with.", "A target and a comparison, agreed before.")
    run_score = _score("The run", "Days without numbers, a plan that shifted.", "Kept to the plan, numbers complete.")
    lesson_score = _score("The lesson", "We know what we knew.", "Others can build on it tomorrow.")
    reason = text(
        "A word to everybody", most=2_000, hint="Stands in the idea’s history. Without it we write whom you thanked."
    )

    def offer(self, kinds: Sequence[KindRow]) -> "RecogniseForm":
        """Let one of these be chosen; the first of them unless another was."""
        self.kind_id.choices = [SelectChoice(kind.id, kind.name) for kind in kinds]
        if kinds and (not self.is_submitted() or self.kind_id.data is None):
            self.kind_id.data = kinds[0].id
        self._kinds = kinds
        return self

    @property
    def kind(self) -> KindRow | None:
        """The award that was chosen."""
        return next((kind for kind in self._kinds if kind.id == self.kind_id.data), None)

    @property
    def scores(self) -> Scores | None:
        """The scores of a well-run failure, if the award takes them and all were chosen."""
        chosen = (self.plan_score.data, self.run_score.data, self.lesson_score.data)
        if self.kind is None or not self.kind.is_for_failure or not all(chosen):
            return None
        return Scores(*chosen)

    def rows(self, shares: Sequence[ShareRow]) -> list[ShareForm]:
        """The lines as typed, or empty ones with those ticked who have a share; the same ones when asked again."""
        if not hasattr(self, "_rows"):
            typed = request.form if self.is_submitted() and self.key.raw_data else None
            choices = _badges("As the award says")
            self._rows = []
            for place, share in enumerate([*shares, *[None] * OTHERS]):
                prefix = f"person-{share.person.id}-" if share else f"other-{place - len(shares)}-"
                row = ShareForm(typed, prefix=prefix, data={"is_given": bool(share and share.percent)})
                row.badge_id.choices, row.share = choices, share
                self._rows.append(row)
        return self._rows

    def fill(self, rows: Sequence[ShareForm]) -> None:
        """Divide the points among the ticked people by their shares; who is left without any is not ticked."""
        ticked = [row for row in rows if row.share and row.is_given.data and row.share.percent]
        if not self.total.validate(self):
            return
        if not self.total.data:
            self.total.errors = ["Say how many points there are in all."]
        elif not ticked:
            self.form_errors = ["Tick at least one person who has a share."]
        else:
            percents = [row.share.percent for row in ticked if row.share]
            for row, points in zip(ticked, apportion(self.total.data, percents), strict=True):
                row.points.data, row.points.raw_data = points, None
                row.is_given.data = points > 0

    def are_valid(self, rows: Sequence[ShareForm]) -> bool:
        """Whether every line that is used can be given, and one is."""
        used = [row for row in rows if row.is_used]
        if not used:
            self.form_errors = ["Tick at least one person, or close the idea without an award."]
        has_badge = bool(self.kind and self.kind.badge_id)
        fine = [row.is_valid(for_all=self.citation.data or "", has_badge=has_badge) for row in used]
        if not all(fine):
            self.form_errors = ["Some awards need another look. What you typed is still here."]
        return bool(used) and all(fine)

    def written(self, rows: Sequence[ShareForm]) -> list[str]:
        """The citations that were typed, to be given back when they come too late."""
        return [words for words in (self.citation.data, *(r.citation.data for r in rows if r.is_used)) if words]

    def given(self, rows: Sequence[ShareForm]) -> list[Share]:
        """What is to be given."""
        shares = []
        for row in rows:
            if row.is_used:
                try:
                    shares.append(row.given(self.citation.data or ""))
                except BadInput as error:
                    row.who.errors = [error.sentence]
                    raise
        return shares


class CloseForm(KeyedForm):
    """Closing an idea without an award."""

    version = version()
    why = text("Reason", required="Say why nobody is awarded. The author reads it.", most=2_000, rows=3)


class AwardForm(KeyedForm):
    """An award outside an idea."""

    kind_id = choice("Award", kind=int, required="Choose an award.")
    who = line(
        "To",
        required="Say whom it is for.",
        hint="A colleague’s name or e-mail.",
        autocomplete="off",
        list="colleagues",
    )
    area_id = choice("Paid by", kind=int, hint="The area whose budget pays, where an area does.")
    points = whole("Points", most=MOST_POINTS)
    badge_id = choice("Badge", kind=int)
    citation = text(
        "Citation", required="Say what it is for.", most=CITATION, rows=3, hint="Everybody reads it on the wall."
    )

    def offer(self, kinds: Sequence[KindRow], areas: Sequence[tuple[int, str]]) -> "AwardForm":
        """Let one of these awards be chosen and one of these areas pay; the only one where there is but one."""
        self.kind_id.choices = [SelectChoice(kind.id, kind.name) for kind in kinds]
        self.area_id.choices = [SelectChoice("", "Choose one"), *(SelectChoice(id_, name) for id_, name in areas)]
        self.badge_id.choices = _badges("As the award says")
        if not self.is_submitted():
            self.kind_id.data = kinds[0].id if kinds else None
            self.area_id.data = areas[0][0] if len(areas) == 1 else None
        return self

    def receiver(self, own_id: int) -> int:
        """Whom this award goes to. Raises BadInput where it is nobody or oneself."""
        person_id = queries.find_colleague(self.who.data or "")
        if person_id == own_id:
            raise BadInput("Nobody awards themselves. Thank somebody who helped you.", "who")
        return person_id


class BudgetForm(KeyedForm):
    """Points that are added to the company's budget."""

    points = whole("Points to add", least=1, most=MOST_BUDGET, required="Say how many points.")
    reason = line(
        "Where they come from", required="Say where they come from.", hint="Such as “Second half of the year”."
    )


def _units() -> list[tuple[str, str]]:
    return [("", "Choose one"), *((unit.value, unit.name) for unit in queries.units())]


class FundForm(KeyedForm):
    """Points that go from the company's budget to an area's or a team's."""

    of = choice("Area or team", _units, required="Choose an area or a team.")
    points = whole("Points", least=1, most=MOST_BUDGET, required="Say how many points.")
    reason = line("What they are for", required="Say what they are for.", hint="Its leader reads it.")

    @property
    def area_id(self) -> int | None:
        """The area that was chosen, if it is one."""
        kind, _, id_ = (self.of.data or "").partition(":")
        return int(id_) if kind == "area" else None

    @property
    def team_id(self) -> int | None:
        """The team that was chosen, if it is one."""
        kind, _, id_ = (self.of.data or "").partition(":")
        return int(id_) if kind == "team" else None


class ReturnForm(KeyedForm):
    """Points that go back from a budget to the company's."""

    points = whole("Points to take back", least=1, most=MOST_BUDGET, required="Say how many points.")
    reason = line("Reason", required="Say why. Its leader reads it.", most=300)


class CorrectForm(Form):
    """Why a movement of points is reversed."""

    reason = line("Reason", required="Say why: it stands in both statements.", most=300)


class CloseMonthForm(Form):
    """The month to close, as the person saw it."""

    month = HiddenField(validators=[Length(min=10, max=10)])


class ExportForm(Form):
    """What finance takes along: a kind of file, and a span of days."""

    file = choice("File", [("csv", "CSV"), ("xlsx", "Excel (XLSX)")], required="Choose a kind of file.")
    first = day("From", hint="Empty: from the beginning.")
    last = day("Until", hint="Empty: until now.")


class BadgeForm(EditForm):
    """A badge."""

    name = line("Name", required="Give it a name.", most=60)
    purpose = line("What it is given for", required="Say what it is given for.")
    drawing = choice("Drawing", [(key, one.label) for key, one in DRAWINGS.items()], required="Choose a drawing.")
    rule = choice(
        "Given by itself for",
        [("", "Nothing: HR gives it"), *((key.value, one.label) for key, one in RULES.items())],
        kind=BadgeRule,
        hint="What is counted for each person. Everything that has happened counts, also before today.",
    )
    threshold = whole("So many are enough", least=1, most=10_000, hint="Such as 3. Empty where HR gives it.")
    is_active = BooleanField("Can be given", default=True)


class GiveBadgeForm(Form):
    """A badge that HR gives by hand."""

    who = line(
        "To",
        required="Say whom it is for.",
        hint="A colleague’s name or e-mail.",
        autocomplete="off",
        list="colleagues",
    )
    words = text("What for", required="Say what it is for.", most=BADGE_WORDS, rows=3, hint="Everybody reads it.")


class RevokeBadgeForm(Form):
    """Why a badge is taken back from somebody."""

    reason = line("Reason", required="Say why. The person reads it.", most=300)


class TakeBackForm(Form):
    """Why an award is taken back."""

    reason = line("Reason", required="Say why. The person reads it.", most=300)
