"""What the fairness report of the last quarter is about: small thanks among colleagues, an attribute, and the report."""

import zlib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from innovate.accounts import commands as accounts
from innovate.demo import company
from innovate.demo.chronicle import Chronicle
from innovate.recognition.fairness.commands import write_fairness_report
from innovate.recognition.periods import Length, running
from innovate.rewards import commands as rewards

CONTRACTS = ("Full time", "Full time", "Part time", "Full time", "Part time", "Seasonal")

TO_AND_FRO = ("Viktor Holm", "Leila Karimi")  # who share a desk, and thank each other
ROUND = ("Mads Vestergaard", "Tobias Krogh", "Yusuf Demir")  # each thanks the next
LATE = ("Ida Sjögren", "Camilla Juhl", "Adam Szymański", "Hanna Wikström")  # who remember in the last days of a month

DESK = (
    "Took the long call so that I could eat something warm.",
    "Swapped shifts with me on the day that my son was ill.",
    "Found the invoice that I had been looking for since Monday.",
    "Sat with me through the new claims form, twice.",
)
VAN = (
    "Drove back for the missing hinges without a word about it.",
    "Carried the wardrobe up four floors when the lift gave up.",
)
AT_THE_END = (
    "Answered every question about the sample chairs within the hour.",
    "Kept the queue calm when the tills were down.",
    "Wrote down for all of us how exchanges without a receipt go.",
)
FURTHER = (  # who, whom, how far into the quarter from 0 to 1, what for
    ("Elin Sandberg", "Amina Yusuf", 0.1, "Showed me how to end a hard call so that both of us can laugh."),
    ("Saga Nyberg", "Emil Fors", 0.18, "Sorted forty parcels by hand on the morning when the scanner slept."),
    ("Natalia Dąbrowska", "Zofia Kamińska", 0.25, "Turned a furious chat into a thank-you card."),
    ("Joanna Krawczyk", "Paweł Sikora", 0.34, "Rang nine drivers on a Saturday, so that nobody waited in vain."),
    ("Karim Haddad", "Tove Hellström", 0.41, "Made one sentence out of my six, and it was better."),
    ("Lars Thomsen", "Sara Bach", 0.52, "Lit the whole show room again in time for the opening."),
    ("Henrik Dahl", "Linnea Björk", 0.6, "Refunds were never late while I was away."),
    ("Nanna Skov", "Kirsten Østergaard", 0.68, "Found a fitter for a family with a new baby and no cot."),
    ("Ewa Mazur", "Bartosz Wójcik", 0.75, "Held the night shift together with two people and a kettle."),
    ("Oskar Lund", "Sofia Ahlgren", 0.83, "Listened to ten of my calls and told me one thing to change."),
)


def deeds(chronicle: Chronicle) -> Iterator[tuple[float, Callable[[], object]]]:
    """Kudos of the last quarter that is over, what HR compares by, and the report."""
    quarter = running(Length.QUARTER).before
    assert quarter is not None
    assert quarter.first is not None
    first, length = quarter.first, (quarter.last - quarter.first).days

    def ago(day: date, hour: float = 0.5) -> float:
        return (chronicle.today - day).days - hour

    def into(part: float) -> float:
        return ago(first + timedelta(days=int(part * length)))

    one, other = TO_AND_FRO
    for at, words in enumerate(DESK):
        yield into(0.05 + 0.2 * at), partial(_thank, chronicle, one, other, words)
        yield into(0.15 + 0.2 * at), partial(_thank, chronicle, other, one, words)
    for at, words in enumerate(VAN):
        for place, who in enumerate(ROUND):
            yield into(0.2 + 0.3 * at + 0.05 * place), partial(_thank, chronicle, who, ROUND[place - 2], words)
    for months in range(3):
        start = (first + timedelta(days=31 * months)).replace(day=1)
        last = (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        for place, who in enumerate(LATE):
            whom = LATE[(place + months + 1) % len(LATE)]
            yield ago(last - timedelta(days=place % 3)), partial(_thank, chronicle, who, whom, AT_THE_END[months])
    for who, whom, part, words in FURTHER:
        yield into(part), partial(_thank, chronicle, who, whom, words)
    yield 2.6, partial(_compare, chronicle)
    yield 2.4, lambda: write_fairness_report(chronicle.people[company.HR], quarter)


def _thank(chronicle: Chronicle, who: str, whom: str, words: str) -> None:
    giver, receiver = chronicle.people[who], chronicle.people[whom]
    key = f"{zlib.crc32(f'{who} {whom} {words}'.encode()):032x}"
    rewards.give_kudos(giver, person_ids=[receiver.id], points=10, words=words, key=key)


def _compare(chronicle: Chronicle) -> None:
    hr = chronicle.people[company.HR]
    contract = accounts.save_attribute(hr, None, name="Contract")
    values = {
        person.id: CONTRACTS[zlib.crc32(name.encode()) % len(CONTRACTS)] for name, person in chronicle.people.items()
    }
    accounts.fill_attribute(hr, contract, values=values)
