"""Which design fits: three questions that anybody can answer, and what each design can and cannot show."""

from dataclasses import dataclass

from innovate.experiments.models import Design


@dataclass(frozen=True, slots=True)
class Explained:
    """A design in plain words."""

    design: Design
    how: str
    shows: str
    weakness: str


EXPLAINED = (
    Explained(
        Design.PARALLEL,
        "Some customers get the change, others do not, on the same days. Best if chance decides who.",
        "It can show that the change is the cause: weather, season and news meet both groups alike.",
        "It cannot be used where everybody gets the same, such as opening hours or a new letter for all.",
    ),
    Explained(
        Design.STEPPED,
        "Everybody gets the change in the end, but teams begin one after another.",
        "It can show an effect although no team goes without: who has begun is compared with who has not yet.",
        "It needs at least four teams and more days, and cannot tell apart what else changed in the same team.",
    ),
    Explained(
        Design.BEFORE_AFTER,
        "First nobody has the change, then everybody.",
        "It can show that the number moved when the change came, beyond its trend and its weekdays.",
        "It cannot tell the change from anything else that came at that time. It is the weakest: use it last.",
    ),
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The design that the answers lead to, and why."""

    design: Design
    why: str


def suggest(can_split: bool, can_step: bool, has_history: bool) -> Suggestion | None:
    """The strongest design that the answers allow; None while no question is answered with yes."""
    if can_split:
        return Suggestion(Design.PARALLEL, "Groups side by side on the same days tell the most.")
    if can_step:
        return Suggestion(Design.STEPPED, "Teams that have not begun yet show what would have happened anyway.")
    if has_history:
        return Suggestion(
            Design.BEFORE_AFTER, "It is all that is left, and weak: say in the plan what else changes at that time."
        )
    return None
