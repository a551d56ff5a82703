"""The drawings that a badge may have: each is a file in static/img/badges, and what it shows."""

DRAWINGS = {
    "first-light": "A sun rising over a line",
    "customers-friend": "A heart in a speech bubble",
    "brave-failure": "A paper plane with a bent path",
    "well-run-test": "A flask with a level",
    "helping-hand": "Two hands meeting",
    "steady-hand": "A level with its bubble in the middle",
    "promise-kept": "A clock with a tick",
    "open-ear": "An ear with sound waves",
    "bridge-builder": "A bridge between two banks",
}

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
