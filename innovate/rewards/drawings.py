"""The drawings that a badge may have: each is static/img/drawings/badge-<name>.svg, and an icon where it is small."""

from dataclasses import dataclass

from innovate.rewards.models import BadgeRule


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
    "first-idea": Drawing("A seedling", "sprout"),
    "green-fingers": Drawing("A tree", "tree-deciduous"),
    "built-in": Drawing("A wall with one bright brick", "brick-wall"),
    "second-eyes": Drawing("A pair of glasses on a page", "glasses"),
    "pathfinder": Drawing("A compass", "compass"),
    "missing-piece": Drawing("A piece that fits", "puzzle"),
    "warm-words": Drawing("A letter with a heart", "mail"),
    "lesson-keeper": Drawing("An open book", "book-open"),
}
OTHER = Drawing("A medal", "award")

FIRST_BADGES = (
    ("First light", "For an idea that nobody had before", "first-light"),
    ("Customer’s friend", "For something that customers feel", "customers-friend"),
    ("Well-run test", "For an experiment that we can rely on", "well-run-test"),
    ("Helping hand", "For making somebody else’s idea better", "helping-hand"),
    ("Steady hand", "For seeing it through to the end", "steady-hand"),
    ("Open ear", "For passing on what customers really said", "open-ear"),
    ("Bridge builder", "For bringing two teams together", "bridge-builder"),
)
FIRST_BADGES_BY_RULE = (
    ("First idea", "For the courage to write down the first one", "first-idea", BadgeRule.IDEAS_POSTED, 1),
    ("Green fingers", "For ideas that keep coming", "green-fingers", BadgeRule.IDEAS_POSTED, 10),
    ("Part of the house", "For an idea that is how we work now", "built-in", BadgeRule.IDEAS_ADOPTED, 1),
    ("Second pair of eyes", "For reviews that helped to decide", "second-eyes", BadgeRule.HELPFUL_REVIEWS, 10),
    ("Promise kept", "For answers that came on time", "promise-kept", BadgeRule.PROMISES_KEPT, 3),
    (
        "Brave failure",
        "For a well-run try that did not work, and a lesson we keep",
        "brave-failure",
        BadgeRule.BRAVE_FAILURES,
        1,
    ),
    ("Pathfinder", "For seeing experiments through to their end", "pathfinder", BadgeRule.EXPERIMENTS_RUN, 3),
    ("Missing piece", "For suggestions that others built in", "missing-piece", BadgeRule.SUGGESTIONS_ADOPTED, 3),
    ("Warm words", "For thanking many different colleagues", "warm-words", BadgeRule.THANKS_GIVEN, 10),
    ("Lesson keeper", "For writing down what was learned", "lesson-keeper", BadgeRule.LESSONS_WRITTEN, 3),
)


def icon_of(drawing: str | None) -> str:
    """The icon that stands for that drawing beside text."""
    return DRAWINGS.get(drawing or "", OTHER).icon
