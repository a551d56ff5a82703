"""Whom colleagues nominated, what they wrote, and what those who were asked said."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Answer:
    """What one who was asked said, so many days ago."""

    day: float
    who: str
    words: str = ""
    is_yes: bool = True


@dataclass(frozen=True, slots=True)
class Given:
    """The award at the end."""

    day: float
    who: str
    points: int
    citation: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A nomination, so many days ago, with its answers."""

    day: float
    by: str
    who: str
    kind: str
    reason: str
    idea: str = ""
    links: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = field(default=())
    given: Given | None = None
    withdrawn: tuple[float, str] | None = None


QUARTER, CALM = "Colleague of the quarter", "Calm when it counts"
CALM_PURPOSE = "For whoever kept a clear head when everything came at once. The area’s leader and HR say yes first."
CALM_PROMPT = "What happened, and what did they do that nobody else did?"

PROPOSALS = (
    Proposal(
        74.3,
        "Elin Sandberg",
        "Amina Yusuf",
        QUARTER,
        "Amina takes the calls that the rest of us pass on, and writes down how she solved them. "
        "Half of what I know about *furniture with missing parts* I know from her notes.",
        answers=(
            Answer(71.6, "Gustav Persson", "I could not have put it better. New colleagues ask for her desk."),
            Answer(66.2, "Birgitta Sandell", "Her notes were named in three exit surveys as the best help."),
        ),
        given=Given(
            65.4,
            "Birgitta Sandell",
            300,
            "For notes that turn a hard call into one that anybody on the team can take.",
        ),
    ),
    Proposal(
        52.1,
        "Sara Bach",
        "Oliver Friis",
        QUARTER,
        "Oliver has only been at the service desk since spring, and customers already ask for him by name.",
        answers=(
            Answer(
                47.9,
                "Camilla Juhl",
                "I see it too, and I told him so. The award is for a whole quarter, and he had two months of this one at "
                "the desk. Please nominate him again in the new year: I would say yes.",
                is_yes=False,
            ),
        ),
    ),
    Proposal(
        33.4,
        "Wilma Öberg",
        "Samuel Åberg",
        CALM,
        "The Friday when the web shop took every order twice, Samuel answered 140 mails and lost none.",
        withdrawn=(31.2, "Samuel asked me not to: the whole team was there. I thank all of them on the wall instead."),
    ),
    Proposal(
        19.2,
        "Mads Vestergaard",
        "Nanna Skov",
        QUARTER,
        "When the supplier of hinges closed, Nanna called **eleven** others herself, and no fitter went out without parts.",
        answers=(
            Answer(14.4, "Jonas Berg", "She did it beside her own work, and never mentioned it."),
            Answer(8.1, "Piotr Zieliński", "A clear yes. Two fitters told me the same story without being asked."),
        ),
    ),
    Proposal(
        12.6,
        "Natalia Dąbrowska",
        "Marek Kowalczyk",
        QUARTER,
        "Marek translates what customers write at three in the morning into something the day shift can work with. "
        "Since he does, chats are no longer opened twice.",
    ),
    Proposal(
        9.1,
        "Joanna Krawczyk",
        "Katarzyna Pawlak",
        QUARTER,
        "Katarzyna changed forty routes on the day of the storm, and phoned every single driver before lunch.",
        answers=(
            Answer(4.6, "Adam Szymański", "Nobody else could have done it. I had the day off, and missed nothing."),
        ),
    ),
    Proposal(
        5.2,
        "Michał Zając",
        "Katarzyna Pawlak",
        QUARTER,
        "She kept all of us in one call during the storm, with tea and with a list. I learned more that day than in a year.",
    ),
    Proposal(
        4.2,
        "Gustav Persson",
        "Karin Lindqvist",
        CALM,
        "In the week of the recall Karin sat with us on the phones, with a headset, and took what came.",
    ),
    Proposal(
        2.4,
        "Elin Sandberg",
        "Saga Nyberg",
        CALM,
        "When the parcel belt stood still, Saga had the whole returns desk sort by hand, *by what customers wait for most*. "
        "I had nobody on the line that day who was angry about a refund.",
        idea="label-in-the-box",
    ),
)
