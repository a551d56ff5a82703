"""Lindqvist Home: its sites, teams, people and areas."""

import unicodedata
from dataclasses import dataclass

from innovate.accounts.models import Shift
from innovate.permissions import Role

NAME = "Lindqvist Home"
DOMAIN = "lindqvist-home.example"
PASSWORD = "a chair by the window"  # noqa: S105 - everybody's in the demo company, and printed on purpose
POINTS = 30_000  # in HR's recognition budget

SITES = ("Malmö", "Gdańsk", "Aarhus")

OFFICE = "Customer office"
TEAMS = {  # name: (parent, site)
    OFFICE: (None, "Malmö"),
    "Contact centre Malmö": (OFFICE, "Malmö"),
    "Contact centre Gdańsk": (OFFICE, "Gdańsk"),
    "Returns desk": (OFFICE, "Malmö"),
    "Delivery planning": (OFFICE, "Gdańsk"),
    "Web shop care": (OFFICE, "Malmö"),
    "Store Aarhus": (OFFICE, "Aarhus"),
    "Assembly and repairs": (OFFICE, "Aarhus"),
}

RUNNING_LIMITS = {  # experiments that a team may run at once
    "Contact centre Malmö": 2,
    "Returns desk": 3,
    "Delivery planning": 2,
    "Web shop care": 2,
}
METRICS = (  # what Lindqvist Home measures besides what everybody does: name, how it is counted, source, baseline
    (
        "Wrong parts among parts sent",
        "Spare parts that come back because they do not fit, of all that were sent.",
        "Spare parts desk",
        0.3,
    ),
    (
        "Visits where nobody opened",
        "Appointments at home to which nobody opened, of all appointments of the day.",
        "Fitters’ hand-helds",
        0.06,
    ),
    (
        "Settled at the first visit",
        "Visits to the service desk that need no second one within a month, of all.",
        "Service desk",
        0.72,
    ),
)


@dataclass(frozen=True, slots=True)
class Staff:
    """One employee, as the roster has them."""

    name: str
    title: str
    team: str
    manager: str = ""
    shift: Shift = Shift.DAY
    roles: frozenset[Role] = frozenset()

    @property
    def email(self) -> str:
        return address(self.name)

    @property
    def all_roles(self) -> frozenset[Role]:
        return self.roles | {Role.EMPLOYEE}


def address(name: str) -> str:
    """“Freja Lindholm” is freja.lindholm@…, in plain letters."""
    plain = name.lower().replace("ø", "o").replace("ł", "l").replace("æ", "ae")
    letters = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return f"{letters.replace(' ', '.')}@{DOMAIN}"


DIRECTOR = "Karin Lindqvist"
ADMIN = "Nils Åkerman"
HR = "Birgitta Sandell"

_leads, _reviews = frozenset({Role.LEADER}), frozenset({Role.REVIEWER})
_early, _late, _night = Shift.EARLY, Shift.LATE, Shift.NIGHT

STAFF = (
    Staff(ADMIN, "IT service owner", OFFICE, DIRECTOR, roles=frozenset({Role.ADMIN})),
    Staff(DIRECTOR, "Customer director", OFFICE, roles=_leads),
    Staff(HR, "Head of people", OFFICE, DIRECTOR, roles=frozenset({Role.HR})),
    Staff("Piotr Zieliński", "People partner", OFFICE, HR, roles=frozenset({Role.HR})),
    Staff("Maja Ekström", "Contact centre manager", "Contact centre Malmö", DIRECTOR, roles=_leads),
    Staff("Gustav Persson", "Team lead", "Contact centre Malmö", "Maja Ekström", _early),
    Staff("Elin Sandberg", "Customer advisor", "Contact centre Malmö", "Gustav Persson", _late),
    Staff("Oskar Lund", "Customer advisor", "Contact centre Malmö", "Gustav Persson"),
    Staff("Amina Yusuf", "Senior advisor", "Contact centre Malmö", "Gustav Persson", _early, _reviews),
    Staff("Viktor Holm", "Customer advisor", "Contact centre Malmö", "Gustav Persson", _late),
    Staff("Sofia Ahlgren", "Quality coach", "Contact centre Malmö", "Maja Ekström", roles=_reviews),
    Staff("Leila Karimi", "Customer advisor", "Contact centre Malmö", "Gustav Persson"),
    Staff("Ewa Mazur", "Team lead", "Contact centre Gdańsk", "Maja Ekström"),
    Staff("Agnieszka Nowak", "Trainer", "Contact centre Gdańsk", "Maja Ekström", roles=_reviews),
    Staff("Marek Kowalczyk", "Customer advisor", "Contact centre Gdańsk", "Ewa Mazur", _night),
    Staff("Zofia Kamińska", "Customer advisor", "Contact centre Gdańsk", "Ewa Mazur", _late),
    Staff("Jakub Lewandowski", "Customer advisor", "Contact centre Gdańsk", "Ewa Mazur", _late),
    Staff("Bartosz Wójcik", "Customer advisor", "Contact centre Gdańsk", "Ewa Mazur", _night),
    Staff("Natalia Dąbrowska", "Chat advisor", "Contact centre Gdańsk", "Ewa Mazur"),
    Staff("Henrik Dahl", "Returns manager", "Returns desk", DIRECTOR, roles=_leads),
    Staff("Linnea Björk", "Team lead, refunds", "Returns desk", "Henrik Dahl"),
    Staff("Saga Nyberg", "Returns handler", "Returns desk", "Linnea Björk", _early),
    Staff("Ahmed Rahimi", "Senior returns handler", "Returns desk", "Linnea Björk", roles=_reviews),
    Staff("Mikael Strand", "Inspector", "Returns desk", "Linnea Björk", _late, _reviews),
    Staff("Hanna Wikström", "Returns handler", "Returns desk", "Linnea Björk", _late),
    Staff("Emil Fors", "Goods receiver", "Returns desk", "Linnea Björk", _early),
    Staff("Tomasz Wiśniewski", "Delivery manager", "Delivery planning", DIRECTOR, roles=_leads),
    Staff("Adam Szymański", "Team lead, planning", "Delivery planning", "Tomasz Wiśniewski"),
    Staff("Katarzyna Pawlak", "Route planner", "Delivery planning", "Adam Szymański", _early, _reviews),
    Staff("Joanna Krawczyk", "Carrier coordinator", "Delivery planning", "Adam Szymański", roles=_reviews),
    Staff("Michał Zając", "Route planner", "Delivery planning", "Adam Szymański", _late),
    Staff("Paweł Sikora", "Driver liaison", "Delivery planning", "Adam Szymański", _early),
    Staff("Freja Lindholm", "Web shop care manager", "Web shop care", DIRECTOR, roles=_leads),
    Staff("Ida Sjögren", "Team lead, product data", "Web shop care", "Freja Lindholm"),
    Staff("Karim Haddad", "Content editor", "Web shop care", "Ida Sjögren", roles=_reviews),
    Staff("Samuel Åberg", "E-mail advisor", "Web shop care", "Ida Sjögren"),
    Staff("Tove Hellström", "Interface writer", "Web shop care", "Freja Lindholm", roles=_reviews),
    Staff("Daniel Novak", "Analyst", "Web shop care", "Freja Lindholm", roles=_reviews),
    Staff("Wilma Öberg", "Chat advisor", "Web shop care", "Ida Sjögren", _late),
    Staff("Anders Møller", "Store manager", "Store Aarhus", DIRECTOR, roles=_leads),
    Staff("Camilla Juhl", "Kitchen planner and floor lead", "Store Aarhus", "Anders Møller"),
    Staff("Mette Kjær", "Floor coordinator", "Store Aarhus", "Anders Møller", roles=_reviews),
    Staff("Lars Thomsen", "Service desk", "Store Aarhus", "Camilla Juhl"),
    Staff("Jeppe Nørgaard", "Stock and pick-up", "Store Aarhus", "Camilla Juhl", _early),
    Staff("Sara Bach", "Lighting advisor", "Store Aarhus", "Camilla Juhl"),
    Staff("Oliver Friis", "Service desk", "Store Aarhus", "Camilla Juhl", _late),
    Staff("Jonas Berg", "Assembly and repairs manager", "Assembly and repairs", DIRECTOR, roles=_leads),
    Staff("Nanna Skov", "Team lead, spare parts", "Assembly and repairs", "Jonas Berg"),
    Staff("Kirsten Østergaard", "Booking coordinator", "Assembly and repairs", "Jonas Berg", roles=_reviews),
    Staff("Mads Vestergaard", "Fitter", "Assembly and repairs", "Nanna Skov", _early),
    Staff("Tobias Krogh", "Repair technician", "Assembly and repairs", "Nanna Skov", roles=_reviews),
    Staff("Yusuf Demir", "Fitter", "Assembly and repairs", "Nanna Skov"),
)

ONE_OF_EACH = ("Elin Sandberg", "Karim Haddad", "Henrik Dahl", HR, ADMIN)
"""Whom a visitor can be: an employee, a reviewer, a leader, HR, the administrator."""


@dataclass(frozen=True, slots=True)
class Field:
    """An area of customer service, as the company set it up."""

    name: str
    purpose: str
    leader: str
    reviewers: tuple[str, ...]
    threshold: int
    budget: int  # whole euros, for experiments


AREAS = (
    Field(
        "Returns",
        "Sending things back, refunds, exchanges and what becomes of returned goods.",
        "Henrik Dahl",
        ("Ahmed Rahimi", "Mikael Strand", "Karim Haddad", "Sofia Ahlgren"),
        34,
        30_000,
    ),
    Field(
        "Contact centre",
        "Phone, chat and e-mail: what customers ask and how we answer.",
        "Maja Ekström",
        ("Sofia Ahlgren", "Amina Yusuf", "Agnieszka Nowak", "Karim Haddad"),
        34,
        40_000,
    ),
    Field(
        "Delivery",
        "From the warehouse to the customer's door, and all that is said on the way.",
        "Tomasz Wiśniewski",
        ("Katarzyna Pawlak", "Joanna Krawczyk", "Agnieszka Nowak"),
        34,
        45_000,
    ),
    Field(
        "Web shop",
        "Product pages, help pages, orders and invoices on our own site.",
        "Freja Lindholm",
        ("Karim Haddad", "Tove Hellström", "Daniel Novak"),
        34,
        35_000,
    ),
    Field(
        "Stores",
        "The shop floor, the service desk and the pick-up counter.",
        "Anders Møller",
        ("Mette Kjær", "Tove Hellström", "Kirsten Østergaard"),
        30,
        25_000,
    ),
    Field(
        "Assembly and repairs",
        "Fitting kitchens, assembling furniture, spare parts and repairs under guarantee.",
        "Jonas Berg",
        ("Kirsten Østergaard", "Tobias Krogh", "Mette Kjær"),
        30,
        25_000,
    ),
)
