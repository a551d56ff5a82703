"""The catalogue of Lindqvist Home, and what its people ordered in three months."""

from dataclasses import dataclass

from innovate.rewards.models import ItemApprover, ItemKind, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A reward, and what its drawn picture shows; without words it has none."""

    key: str
    name: str
    purpose: str
    price: int
    fulfiller: str
    kind: ItemKind = ItemKind.GOODS
    stock: int | None = None
    most_each: int | None = None
    period: Period | None = None
    approver: ItemApprover | None = None
    days: int = 7
    asks: str = ""
    shows: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of an order, so many days ago: approved, declined, fulfilled or cancelled, by whom, with a word."""

    day: float
    how: str
    by: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order, and what became of it."""

    day: float
    who: str
    what: str
    words: str = ""
    then: tuple[Ended, ...] = ()


_PIOTR, _BIRGITTA, _JEPPE, _KARIN = "Piotr Zieliński", "Birgitta Sandell", "Jeppe Nørgaard", "Karin Lindqvist"
_KARIM, _ELIN, _TOBIAS = "Karim Haddad", "Elin Sandberg", "Tobias Krogh"

OFFERS = (
    Offer(
        key="meals",
        name="Ten warm meals for the night shelter",
        purpose="Your points become a gift to the night shelter by the harbour. We pay it out at the end of each month.",
        kind=ItemKind.CHARITY,
        price=25,
        fulfiller=_BIRGITTA,
        days=31,
        shows="A steaming bowl of soup and a spoon",
    ),
    Offer(
        key="tree",
        name="Three trees in the company’s wood",
        purpose="Planted in spring near Hässleholm by the forest trust. You get the spot on a map.",
        kind=ItemKind.CHARITY,
        price=30,
        fulfiller=_BIRGITTA,
        days=31,
        shows="Three young trees on a hill",
    ),
    Offer(
        key="mug",
        name="Enamel mug",
        purpose="The blue one from the first catalogue of 1962, made once more. It survives every dishwasher.",
        price=40,
        stock=14,
        fulfiller=_JEPPE,
        shows="A blue enamel mug with a white rim",
    ),
    Offer(
        key="plant",
        name="A plant for your desk",
        purpose="Grown from the big one in the canteen. Comes with a pot and a note on how much water it wants.",
        price=45,
        stock=5,
        most_each=1,
        period=Period.YEAR,
        fulfiller=_ELIN,
        asks="Much light or little?",
        shows="A plant with round leaves in a clay pot",
    ),
    Offer(
        key="buns",
        name="Cinnamon buns for your team",
        purpose="A tray from the bakery round the corner, on the morning that you choose. You carry it in.",
        kind=ItemKind.EXPERIENCE,
        price=60,
        most_each=2,
        period=Period.MONTH,
        fulfiller=_PIOTR,
        days=10,
        asks="Which morning, and for how many?",
        shows="Three cinnamon buns on a plate",
    ),
    Offer(
        key="cinema",
        name="Cinema for two",
        purpose="Two tickets for any evening, any of the three houses in town. Popcorn is on us.",
        kind=ItemKind.EXPERIENCE,
        price=80,
        stock=9,
        most_each=2,
        period=Period.QUARTER,
        fulfiller=_KARIM,
        shows="Two cinema tickets in the light of a screen",
    ),
    Offer(
        key="bicycle",
        name="Your bicycle made fit for winter",
        purpose="Tobias does brakes, chain and lights in the workshop. Bring it in the morning, ride home on it.",
        kind=ItemKind.EXPERIENCE,
        price=90,
        stock=4,
        most_each=1,
        period=Period.YEAR,
        fulfiller=_TOBIAS,
        days=14,
        asks="Which day suits you?",
        shows="A bicycle with its light on",
    ),
    Offer(
        key="lunch",
        name="Lunch with Karin",
        purpose="An hour at the good table with our customer director. She listens, and she pays.",
        kind=ItemKind.EXPERIENCE,
        price=100,
        stock=2,
        most_each=1,
        period=Period.YEAR,
        approver=ItemApprover.HR,
        fulfiller=_KARIN,
        days=21,
    ),
    Offer(
        key="half-day",
        name="Half a day off",
        purpose="An afternoon that is yours. Your manager says yes when the roster can carry it.",
        kind=ItemKind.TIME_OFF,
        price=120,
        most_each=1,
        period=Period.QUARTER,
        approver=ItemApprover.MANAGER,
        fulfiller=_PIOTR,
        asks="Which afternoon?",
    ),
    Offer(
        key="blanket",
        name="Wool blanket",
        purpose="Woven in Kinna from what is left of the big rolls. No two are alike.",
        price=140,
        stock=1,
        fulfiller=_JEPPE,
        shows="A folded striped wool blanket",
    ),
    Offer(
        key="workshop",
        name="A day in the workshop in Aarhus",
        purpose="Make a stool with Tobias and take it home. The train is paid.",
        kind=ItemKind.EXPERIENCE,
        price=180,
        stock=3,
        approver=ItemApprover.MANAGER,
        fulfiller=_TOBIAS,
        days=45,
        asks="Which month suits you?",
        shows="A small wooden stool among shavings",
    ),
    Offer(
        key="lamp",
        name="The lamp Skymning",
        purpose="The table lamp that customers ask for most, in the colour that never went on sale.",
        price=240,
        stock=3,
        most_each=1,
        fulfiller=_JEPPE,
        shows="A table lamp with a warm shade, lit",
    ),
    Offer(
        key="chair",
        name="A chair by the window",
        purpose="The reading chair Vila from the show room, oak and wool. There is one. Save for it.",
        price=900,
        stock=1,
        most_each=1,
        fulfiller=_JEPPE,
        days=30,
        shows="An armchair beside a tall window",
    ),
)

OPENED = 92.4  # so many days ago HR opened the catalogue

ORDERS = (
    Ordered(
        91.6, "Sofia Ahlgren", "cinema", "", (Ended(88.3, "fulfilled", _KARIM, "The tickets are in your pigeon-hole."),)
    ),
    Ordered(
        90.2,
        "Marek Kowalczyk",
        "buns",
        "Friday, for eleven",
        (Ended(86.4, "fulfilled", _PIOTR, "On the counter at 6:30."),),
    ),
    Ordered(84.7, "Mette Kjær", "blanket", "", (Ended(80.1, "fulfilled", _JEPPE, "Red and grey, on your chair."),)),
    Ordered(
        72.5,
        "Agnieszka Nowak",
        "half-day",
        "Friday the week after next",
        (
            Ended(71.2, "approved", "Maja Ekström"),
            Ended(70.4, "fulfilled", _PIOTR, "It stands in the roster. Enjoy it."),
        ),
    ),
    Ordered(
        56.1, "Ahmed Rahimi", "bicycle", "Any Tuesday", (Ended(48.3, "fulfilled", _TOBIAS, "New brake pads, too."),)
    ),
    Ordered(
        38.6, "Paweł Sikora", "meals", "", (Ended(30.5, "fulfilled", _BIRGITTA, "Transfer of the last of the month"),)
    ),
    Ordered(
        37.9, "Paweł Sikora", "tree", "", (Ended(30.4, "fulfilled", _BIRGITTA, "Transfer of the last of the month"),)
    ),
    Ordered(33.2, "Marek Kowalczyk", "mug", "", (Ended(32.8, "cancelled", "Marek Kowalczyk"),)),
    Ordered(
        21.3,
        "Daniel Novak",
        "lunch",
        "",
        (Ended(20.2, "approved", _BIRGITTA), Ended(11.6, "fulfilled", _KARIN, "Thursday at noon.")),
    ),
    Ordered(
        24.6,
        "Elin Sandberg",
        "buns",
        "Monday, for nine",
        (Ended(19.5, "fulfilled", _PIOTR, "In the kitchen from seven. Nine plates, too."),),
    ),
    Ordered(16.4, "Sara Bach", "cinema", "", (Ended(14.2, "fulfilled", _KARIM, "The tickets are in your mail."),)),
    Ordered(
        12.6,
        "Oskar Lund",
        "half-day",
        "This Friday",
        (
            Ended(
                12.1, "declined", "Gustav Persson", "Two of us are ill on Friday. Any day of the week after is yours."
            ),
        ),
    ),
    Ordered(10.3, "Daniel Novak", "mug", "", (Ended(7.4, "fulfilled", _JEPPE, "Came with the van from Aarhus."),)),
    Ordered(8.7, "Zofia Kamińska", "meals"),
    Ordered(
        8.1,
        "Zofia Kamińska",
        "plant",
        "Little",
        (Ended(5.2, "fulfilled", _ELIN, "By the printer, it likes it there."),),
    ),
    Ordered(3.1, "Linnea Björk", "half-day", "Wednesday next week"),
    Ordered(5.4, "Yusuf Demir", "bicycle", "Monday"),
    Ordered(2.2, "Oskar Lund", "lunch"),
    Ordered(2.7, "Saga Nyberg", "half-day", "The Tuesday after next"),
    Ordered(2.9, "Sara Bach", "meals"),
    Ordered(2.4, "Elin Sandberg", "cinema"),
    Ordered(1.7, "Ahmed Rahimi", "plant", "Much: the window faces south"),
    Ordered(1.2, "Jeppe Nørgaard", "plant", "Little"),
    Ordered(0.9, "Agnieszka Nowak", "mug"),
    Ordered(0.6, "Mikael Strand", "cinema"),
    Ordered(0.4, "Daniel Novak", "tree"),
)
