"""What is said about shares of credit, which suggestions were taken up, how failures are scored, and leaders' thanks."""

from dataclasses import dataclass

ADOPTED = (  # the story, which comment of it, and when its author marked it as taken up
    ("call-back", 1, 151.0),
    ("kitchen-second-look", 0, 131.0),
    ("exchange-not-return", 1, 66.5),
    ("photo-by-text", 4, 60.2),
    ("order-change", 2, 55.0),
    ("fitter-photo", 2, 53.0),
)

SCORES = {  # plan, run and lesson of what was tried and did not work
    "refund-text": (4, 5, 4),
    "photo-of-the-spot": (4, 3, 5),
    "script-less": (5, 5, 5),
    "stock-per-store": (4, 4, 5),
}

SILENT = ("Elin Sandberg", "Karim Haddad", "Henrik Dahl")  # who have not answered yet


@dataclass(frozen=True, slots=True)
class Objection:
    """Somebody finds a share wrong; `settled` is HR's answer, with so many percent that go from the author to them."""

    day: float
    key: str
    who: str
    words: str
    settled: tuple[float, int, str] | None = None


OBJECTIONS = (
    Objection(
        75.6,
        "kitchen-second-look",
        "Mads Vestergaard",
        "Eleven of the eighteen points are from the notes that four of us kept for a year. I would like that to show.",
        (
            73.2,
            10,
            "The notebooks were the beginning of it, and Camilla says so herself: ten percent go from her to Mads.",
        ),
    ),
    Objection(
        8.3,
        "order-change",
        "Emil Fors",
        "I rebuilt the waves in the warehouse for this, on three evenings. That is more than having been on the team.",
    ),
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A leader thanks somebody at once."""

    day: float
    area: str
    leader: str
    who: str
    points: int
    citation: str


BUDGETS = {
    "Returns": 600,
    "Contact centre": 600,
    "Delivery": 500,
    "Web shop": 400,
    "Stores": 500,
    "Assembly and repairs": 400,
}
FUNDED = 96.5  # so many days ago, for the half year
FUNDED_FOR = "Spot awards of the second half of the year"

SPOTS = (
    Spot(93.4, "Returns", "Henrik Dahl", "Ida Sjögren", 60, "Opened the lampshade parcels herself to see why they come back broken."),
    Spot(71.8, "Contact centre", "Maja Ekström", "Viktor Holm", 50, "Stayed on the line with a customer until the locksmith was there."),
    Spot(52.7, "Delivery", "Tomasz Wiśniewski", "Paweł Sikora", 80, "Turned the truck round for a cot that was promised for that night."),
    Spot(37.2, "Stores", "Anders Møller", "Jeppe Nørgaard", 40, "Moved the queue under the roof before the rain came."),
    Spot(24.5, "Assembly and repairs", "Jonas Berg", "Yusuf Demir", 60, "Found the missing hinge in his own kitchen, and fitted it."),
    Spot(15.3, "Web shop", "Freja Lindholm", "Wilma Öberg", 50, "Rewrote the sentence that forty people a day had asked us about."),
    Spot(7.6, "Returns", "Henrik Dahl", "Elin Sandberg", 70, "Rang three customers back on her own list before anybody asked her to."),
    Spot(1.2, "Contact centre", "Maja Ekström", "Oskar Lund", 40, "Took the night's hardest call so that the new colleague could listen in."),
)  # fmt: skip
