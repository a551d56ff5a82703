"""Thanks from HR for things outside an idea, and a draft that is still being written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Award:
    """One person's thanks, so many days ago."""

    day: float
    giver: str
    who: str
    points: int
    badge: str
    citation: str


_BIRGITTA, _PIOTR = "Birgitta Sandell", "Piotr Zieliński"

AWARDS = (
    Award(148.5, _PIOTR, "Marek Kowalczyk", 100, "steady", "For three years of night shifts on which no customer was left for the morning."),
    Award(120.2, _BIRGITTA, "Mette Kjær", 150, "ear", "For the notebook by the till: two hundred sentences of customers, word for word, shared every Friday."),
    Award(99.4, _BIRGITTA, "Sofia Ahlgren", 100, "team", "For coaching four new colleagues through their first storm of calls."),
    Award(75.1, _PIOTR, "Agnieszka Nowak", 150, "bridge", "For bringing both contact centres around one table, and one set of notes."),
    Award(58.7, _BIRGITTA, "Ahmed Rahimi", 100, "ear", "For reading six hundred free texts so that the rest of us did not have to guess."),
    Award(40.3, _PIOTR, "Paweł Sikora", 100, "team", "For teaching planners to carry a sofa before they plan one."),
    Award(27.6, _BIRGITTA, "Henrik Dahl", 0, "promise", "Every decision in Returns came on time this quarter. Eleven of eleven."),
    Award(22.2, _PIOTR, "Daniel Novak", 150, "ear", "For splitting a figure until it told us why people leave."),
    Award(17.5, _BIRGITTA, "Sara Bach", 100, "bridge", "For linking the lamp corner in Aarhus with the people who write the lamp pages."),
    Award(13.3, _BIRGITTA, "Oskar Lund", 150, "team", "For staying with a colleague after the hardest call of the month."),
    Award(9.8, _PIOTR, "Zofia Kamińska", 100, "team", "For writing the two-line note guide that both centres now use."),
    Award(6.4, _BIRGITTA, "Yusuf Demir", 100, "customer", "For going back on his own Saturday to hang a shelf that somebody had glued."),
    Award(2.6, _PIOTR, "Elin Sandberg", 100, "ear", "For passing on what a customer really said about a four-euro bulb, and laughing with her."),
    Award(1.4, _BIRGITTA, "Jeppe Nørgaard", 50, "steady", "For a pick-up counter without a queue on the busiest Saturday of the autumn."),
)  # fmt: skip

DRAFT_OF = "Elin Sandberg"
DRAFT = {
    "title": "Say goodbye to “between 8 and 17”",
    "problem": "For small parcels we still say “between 8 and 17”. Customers ask me at noon whether it is still worth waiting.",
    "proposal": "",
    "effect": "",
}
