"""Thanks, rankings, movements of points, and the lines of a recognition."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from innovate.accounts.queries import Face
from innovate.core.clock import now
from innovate.core.icons import DRAWINGS
from innovate.recognition.queries.fairness import Group
from innovate.rewards.forms import ShareForm
from innovate.rewards.models import ItemKind, Period, RedemptionState, ShareState
from innovate.rewards.queries import Order, Reward, ShareRow
from innovate.styleguide.samples.people import AMINA, JONAS, LEA, MARA, PIOTR


def shown() -> dict[str, Any]:
    """The rewards of the page."""
    return {
        "thanks": thanks(),
        "got": received(),
        "places": places(),
        "compared": compared(),
        "everybody": Group("Everybody", 16, 19, 40),
        "lines": movements(),
        "rewards": rewards(),
        "orders": orders(),
        "awards": award_lines(),
        "shares": [one.share for one in award_lines() if one.share],
        "medals": [path.stem.removeprefix("badge-") for path in sorted(DRAWINGS.glob("badge-*.svg"))],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Thanks:
    """A card for the wall."""

    people: list[Face]
    citation: str
    idea_id: int | None = None
    idea_title: str | None = None
    by: Face
    at: datetime
    points: int = 0
    badge: str | None = None
    badge_icon: str = "award"


def rewards() -> list[Reward]:
    """Rewards on the shelf: one of each kind, as it stands for somebody with 90 points."""
    terms: dict[str, Any] = {"purpose": "", "approver": None, "days": 7, "asks": "", "fulfiller": MARA, "picture": None}
    terms |= {"fulfiller_has_left": False, "is_active": True, "again_at": None, "period": None, "stock": None}
    terms |= {"most_each": None, "limit_words": "", "had": 0}
    return [
        Reward(id=1, name="Enamel mug", kind=ItemKind.GOODS, price=40, **terms | {"stock": 3}),
        Reward(id=2, name="Cinema for two", kind=ItemKind.EXPERIENCE, price=80, **terms | {"stock": 0}),
        Reward(
            id=3,
            name="Half a day off",
            kind=ItemKind.TIME_OFF,
            price=60,
            **terms | {"most_each": 1, "had": 1, "limit_words": "one each quarter", "period": Period.QUARTER},
        ),
        Reward(id=4, name="Ten warm meals", kind=ItemKind.CHARITY, price=120, **terms),
    ]


def orders() -> list[Order]:
    """An order in each of its states."""
    this = now()
    terms: dict[str, Any] = {"item_id": 1, "kind": ItemKind.GOODS, "asks": "", "days": 7, "picture": None, "words": ""}
    terms |= {"person": LEA, "points": 40, "approver": JONAS, "needed_yes": True, "fulfiller": MARA, "note": ""}
    terms |= {"decided_at": None, "decided_by": None, "closed_at": None, "closed_by": None}
    return [
        Order(
            id=place,
            item="Enamel mug",
            state=state,
            at=this - timedelta(days=place),
            due_at=this + timedelta(days=5 - place) if state.is_open else None,
            **terms | ({} if state.is_open else {"note": "In your pigeon-hole."}),
        )
        for place, state in enumerate(RedemptionState, start=1)
    ]


def thanks() -> list[Thanks]:
    """Cards for the wall."""
    this = now()
    return [
        Thanks(
            people=[PIOTR],
            citation="You rode along with three drivers before you wrote a word, and the message you drafted in the "
            "van is the one our customers read today.",
            idea_id=14,
            idea_title="Text the customer when the driver is three stops away",
            by=LEA,
            at=this - timedelta(days=2),
            points=400,
            badge="Changed a habit",
            badge_icon="route",
        ),
        Thanks(
            people=[AMINA, JONAS],
            citation="The test failed, and you said so on the first day that the numbers did. That saved us a quarter.",
            idea_id=13,
            idea_title="A quiet hour on Tuesday mornings",
            by=MARA,
            at=this - timedelta(days=9),
            points=150,
            badge="Well-run failure",
            badge_icon="flask-conical",
        ),
        Thanks(
            people=[LEA],
            citation="Thank you for answering every single question under the returns idea.",
            by=JONAS,
            at=this - timedelta(hours=3),
        ),
    ]


def received() -> list[SimpleNamespace]:
    """Thanks as the one who got them sees them: for an idea with a badge, and for something else with points alone."""
    this = now()
    about = {"idea_id": 14, "idea_title": "Text the customer when the driver is three stops away"}
    other: dict[str, Any] = {"idea_id": None, "idea_title": None, "badge": None, "drawing": None}
    words = "You rode along with three drivers before you wrote a word."
    return [
        SimpleNamespace(
            citation=words,
            points=400,
            badge="Open ear",
            drawing="open-ear",
            by=LEA,
            at=this - timedelta(days=2),
            **about,
        ),
        SimpleNamespace(
            citation="For the calm on the busiest day.", points=60, by=MARA, at=this - timedelta(days=9), **other
        ),
    ]


def places() -> list[SimpleNamespace]:
    """The first three of a board."""
    rows = ((1, AMINA, "Contact centre", 650), (2, PIOTR, "Delivery", 400), (3, LEA, "", 150))
    names = ("rank", "person", "note", "value")
    return [SimpleNamespace(each=None, title=None, **dict(zip(names, row, strict=True))) for row in rows]


def compared() -> SimpleNamespace:
    """Three groups of a fairness report."""
    rows = (("Day", 9, 12, 24), ("Late", 4, 7, 11), ("Night", 0, 2, 5))
    return SimpleNamespace(name="Shift", groups=[Group(*row) for row in rows])


def movements() -> list[SimpleNamespace]:
    """Points that came, went back, and came from a budget."""
    this = now()
    return [
        _movement(this - timedelta(days=2), 400, 1250, citation="You rode along before you wrote.", badge="Open ear"),
        _movement(this - timedelta(days=20), -150, 850, is_reversal=True, reason="Given twice"),
        _movement(this - timedelta(days=40), 1000, 1000, reason="Points for the half-year"),
    ]


def _movement(at: datetime, amount: int, balance: int, **more: Any) -> SimpleNamespace:
    plain = {
        "reason": "",
        "counter": "Company budget",
        "counter_person": None,
        "award_id": None,
        "is_reversal": False,
        "reverses_id": None,
        "reversed_by": None,
        "person": None,
        "citation": None,
        "badge": None,
        "badge_icon": "award",
    }
    return SimpleNamespace(at=at, amount=amount, balance=balance, idea_id=None, idea_title=None, **(plain | more))


def award_lines() -> list[ShareForm]:
    """Somebody who is awarded, somebody with something to mend, and somebody whom nobody suggested."""
    given = ShareForm(prefix="given-", data={"is_given": True, "points": 100, "citation": "For asking first."})
    wrong = ShareForm(prefix="wrong-", data={"is_given": True})
    other = ShareForm(prefix="other-")
    objection = "The wording was Amina’s."
    given.share = ShareRow(1, AMINA, "Author", 60, ShareState.CONFIRMED, "", now(), 1, True)
    wrong.share = ShareRow(2, JONAS, "Ran the experiment", 40, ShareState.OBJECTED, objection, now(), 1, True)
    for line in (given, wrong, other):
        line.badge_id.choices = [("", "No badge"), (1, "Open ear")]
    wrong.is_valid(for_all="", has_badge=False)
    return [given, wrong, other]
