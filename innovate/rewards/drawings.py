"""The drawings that a badge may have: each is static/img/drawings/badge-<name>.svg, and an icon where it is small."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a drawing shows, and the icon that stands for it beside text."""

    label: str
    icon: str


DRAWINGS = {
    "first-light": Drawing("A sun rising", "sunrise"),
    "customers-friend": Drawing("A heart in a speech bubble", "heart"),
    "brave-failure": Drawing("A paper plane off its course", "send"),
    "well-run-test": Drawing("A flask with a mark", "flask-conical"),
    "helping-hand": Drawing("A hand that lifts a light", "hand-helping"),
    "steady-hand": Drawing("A mountain with a flag", "mountain"),
    "promise-kept": Drawing("A clock with a tick", "clock-check"),
    "open-ear": Drawing("An ear and what it hears", "ear"),
    "bridge-builder": Drawing("A bridge between two banks", "waypoints"),
}
OTHER = Drawing("A medal", "award")

FIRST_BADGES = (
    ("First light", "For an idea that nobody had before", "first-light"),
    ("Customer’s friend", "For something that customers feel", "customers-friend"),
    ("Brave failure", "For a well-run try that did not work, and a lesson we keep", "brave-failure"),
    ("Well-run test", "For an experiment that we can rely on", "well-run-test"),
    ("Helping hand", "For making somebody else’s idea better", "helping-hand"),
    ("Steady hand", "For seeing it through to the end", "steady-hand"),
    ("Promise kept", "For answers that came on time", "promise-kept"),
    ("Open ear", "For passing on what customers really said", "open-ear"),
    ("Bridge builder", "For bringing two teams together", "bridge-builder"),
)


def icon_of(drawing: str | None) -> str:
    """The icon that stands for that drawing beside text."""
    return DRAWINGS.get(drawing or "", OTHER).icon
