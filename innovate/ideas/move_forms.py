"""What people type to move an idea: one small form for each move."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from innovate.core import csrf
from innovate.core.errors import BadInput
from innovate.core.forms import BIGGEST, Form, choice, day, line, text, version, version_of, whole
from innovate.ideas.commands import appeals, moves
from innovate.ideas.lifecycle import label
from innovate.ideas.models import DeclineReason, IdeaMove, Stage, StageKind

_WHY = "Say why, in words that the author can use."


class MoveForm(Form):
    """A move without words; `version` is the idea's as the person saw it."""

    version = version()

    def typed(self) -> dict[str, Any]:
        """What the command takes, by name."""
        own = {f.name: f.data for f in self if f.name not in ("version", csrf.FIELD)}
        return {**own, "version": version_of(self)}


class QuestionForm(MoveForm):
    """A question to the author."""

    question = text("Your question", required="Ask the author what you need to know.", most=4_000)


class AnswerForm(MoveForm):
    """The author's answer."""

    answer = text("Your answer", required="Answer what was asked.", most=4_000)


class ApproveForm(MoveForm):
    """Why it is worth a try."""

    reason = text("Why we try it", required=_WHY, most=4_000)


class PassOnForm(MoveForm):
    """Why the next review should look at it too."""

    reason = text("Why it goes on", required=_WHY, most=4_000)


class DeclineForm(MoveForm):
    """Why not, to be read and to be counted."""

    reason_code = choice(
        "Main reason",
        [("", "Choose one"), *((code.value, code.label) for code in DeclineReason)],
        required="Choose the reason that counts most.",
        kind=DeclineReason,
        hint="Counted across ideas, so that we see why ideas end.",
    )
    reason = text("In your words", required=_WHY, most=4_000)


class ParkForm(MoveForm):
    """Why later, and when."""

    reason = text("Why not now", required=_WHY, most=4_000)
    revive_on = day("Opens again on", hint="By itself, on that day.")
    revive_when = line("Or when this has happened", most=300, hint="Somebody opens it again then.")

    def validate(self, extra_validators: Any = None) -> bool:
        """One of the two says when it comes back."""
        is_valid: bool = super().validate(extra_validators)
        if is_valid and not self.revive_on.data and not self.revive_when.data:
            self.refuse(BadInput("Give a day, or say what has to happen first.", "revive_on"))
            return False
        return is_valid


class MergeForm(MoveForm):
    """Which idea stays, and why they are one."""

    into = whole("The idea that stays", least=1, most=BIGGEST, required="Choose the idea that stays.")
    reason = text("Why they are one", required=_WHY, most=4_000)


class WithdrawForm(MoveForm):
    """Perhaps why."""

    reason = text("Why you take it back", most=4_000)


class AppealForm(MoveForm):
    """What the decision missed."""

    reason = text(
        "What the decision missed",
        required="Say what the decision missed.",
        most=4_000,
        hint="What was left out, or has come to light since. Everybody who follows the idea can read it.",
    )


class UpholdForm(MoveForm):
    """Why it deserves another look."""

    reason = text("Why it goes to review", required=_WHY, most=4_000)


class DismissForm(MoveForm):
    """Why the decision stands."""

    reason = text("Why the decision stands", required=_WHY, most=4_000)


class ReopenForm(MoveForm):
    """What has changed."""

    reason = text("What has changed", required="Say what has changed.", most=4_000)


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a move is asked for: its form, its words, and the command that makes it."""

    form: type[MoveForm]
    command: Callable[..., IdeaMove]
    title: str
    lead: str
    button: str
    done: str
    kind: str = "primary"


SHEETS: dict[str, Sheet] = {
    "take_up": Sheet(
        MoveForm,
        moves.take_up,
        "Take up for review",
        "Voting ends, reviewers are asked by area, load and conflict, and the review's clock starts.",
        "Take up for review",
        "The idea is in review.",
    ),
    "return": Sheet(
        QuestionForm,
        moves.return_with_question,
        "Return with a question",
        "The author is told, and the clock stands still until the answer.",
        "Ask the author",
        "The author has your question.",
    ),
    "answer": Sheet(
        AnswerForm,
        moves.answer_question,
        "Answer the question",
        "Whoever asked reads it, and the clock runs on.",
        "Send answer",
        "Your answer is on its way.",
    ),
    "approve": Sheet(
        ApproveForm,
        moves.approve,
        "Approve experiment",
        "The area's budget for it is set aside. The plan can still change until the experiment starts.",
        "Approve experiment",
        "The experiment is approved.",
    ),
    "decline": Sheet(
        DeclineForm,
        moves.decline,
        "Decline",
        "The idea is closed. Its author and everybody who follows it read your reason.",
        "Decline idea",
        "The idea is declined, and its followers are told why.",
        "danger",
    ),
    "park": Sheet(
        ParkForm,
        moves.park,
        "Park",
        "The idea is closed for now, and comes back on a day or when something has happened.",
        "Park idea",
        "The idea is parked.",
    ),
    "merge": Sheet(
        MergeForm,
        moves.merge,
        "Merge into another idea",
        "Votes, comments, followers and credit go over to the idea that stays. It can be undone.",
        "Merge ideas",
        "The ideas are one now.",
    ),
    "withdraw": Sheet(
        WithdrawForm,
        moves.withdraw,
        "Withdraw",
        "The idea is closed, and its history is kept.",
        "Withdraw idea",
        "The idea is withdrawn.",
        "danger",
    ),
    "appeal": Sheet(
        AppealForm,
        appeals.appeal,
        "Appeal",
        "The leader of another area looks at the decision again and answers within 14 days. There is one appeal.",
        "Send appeal",
        "Your appeal is on its way.",
    ),
    "uphold": Sheet(
        UpholdForm,
        appeals.uphold,
        "Uphold the appeal",
        "The idea goes to review with its votes and history. Reviewers score it, and it is decided anew.",
        "Uphold the appeal",
        "The appeal is upheld, and the idea is in review.",
    ),
    "dismiss": Sheet(
        DismissForm,
        appeals.dismiss,
        "Dismiss the appeal",
        "The idea stays declined. Whoever appealed and everybody who follows it read your reason.",
        "Dismiss the appeal",
        "The appeal is dismissed, and its followers are told why.",
        "danger",
    ),
    "reopen": Sheet(
        ReopenForm,
        moves.reopen,
        "Reopen",
        "The idea is open for votes again, with its history. What a merge had carried over comes back.",
        "Reopen idea",
        "The idea is open again.",
    ),
}


def sheet_of(name: str, further: Stage | None) -> Sheet:
    """How that move is asked for; `further` is the stage of the same kind that it passes the idea on to."""
    sheet = SHEETS[name]
    if further is None:
        return sheet
    words = label(name, further.name)
    lead = f"It goes on to “{further.name}”, the next {further.kind.label.lower()}."
    if further.kind is StageKind.REVIEW:
        lead += " Reviewers are asked afresh, and only their scorecards count there."
    form = PassOnForm if sheet.form is ApproveForm else sheet.form
    return replace(
        sheet, form=form, title=words, lead=lead, button=words, done=f"The idea goes on to “{further.name}”."
    )
