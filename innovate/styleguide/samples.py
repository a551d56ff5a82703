"""What the styleguide shows its components with: people, ideas and numbers of nobody."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from markupsafe import Markup

from innovate.accounts.queries import Face
from innovate.core.clock import now

MARA, JONAS, AMINA, PIOTR, LEA = (
    Face(1, "Mara Lindt"),
    Face(2, "Jonas Weber"),
    Face(3, "Amina Diallo"),
    Face(4, "Piotr Nowak"),
    Face(5, "Lea Brandt"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An idea for the rows and cards."""

    id: int
    title: str
    problem: str = ""
    stage_kind: str = "open"
    stage_name: str = "Open"
    outcome: str | None = None
    votes: int = 0
    voted: bool = False
    vote_state: str = "open"
    evidence: int = 0
    author: Face | None = None
    area: str = ""
    comments: int = 0
    created_at: datetime
    due_at: datetime | None = None
    total_days: int = 14
    clock_state: str | None = None


@dataclass(frozen=True, slots=True)
class SomeAdministrator:
    """Whom the frame is drawn for, so that it shows every section."""

    id: int = 1
    name: str = "Mara Lindt"
    initials: str = "ML"
    hue: int = 7
    photo_url: None = None
    is_admin: bool = True
    is_hr: bool = True
    has_inbox: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """A node of the stepper."""

    kind: str
    name: str
    state: str
    date: datetime | None = None
    who: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A comment."""

    id: int
    author: Face
    body_html: Markup
    created_at: datetime
    edited_at: datetime | None = None
    role: str | None = None
    is_author: bool = False
    is_mine: bool = False
    is_official: bool = False
    is_deleted: bool = False
    may_reply: bool = True
    replies: list["Said"] = field(default_factory=list)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the timeline."""

    words: str
    at: datetime
    icon: str = "circle"
    kind: str | None = None
    said: str | None = None


def ideas() -> list[Sample]:
    """Ideas in every stage, with and without a vote of the viewer."""
    this = now()
    return [
        Sample(
            id=11,
            title="Print the return label at the counter when the customer has no printer",
            problem="About one in six people who return by post stands at our counter asking for a printed label. We "
            "send them home, and half of them never come back.",
            votes=48,
            voted=True,
            evidence=6,
            author=MARA,
            area="Returns",
            comments=12,
            created_at=this - timedelta(days=3),
            due_at=this + timedelta(days=9),
        ),
        Sample(
            id=12,
            title="Say the real waiting time on the phone",
            problem="The announcement says “a few moments” at any length of queue. People hang up and call again.",
            stage_kind="review",
            stage_name="Review",
            votes=131,
            author=JONAS,
            area="Contact centre",
            comments=34,
            created_at=this - timedelta(days=12),
            due_at=this + timedelta(days=2),
            vote_state="closed",
        ),
        Sample(
            id=13,
            title="A quiet hour on Tuesday mornings",
            problem="Customers with small children or who are sensitive to noise ask for it each week.",
            stage_kind="experiment",
            stage_name="Experiment",
            votes=77,
            voted=True,
            vote_state="closed",
            author=AMINA,
            area="Stores",
            comments=9,
            created_at=this - timedelta(days=40),
            due_at=this - timedelta(days=3),
        ),
        Sample(
            id=14,
            title="Text the customer when the driver is three stops away",
            problem="A third of failed deliveries are people who were at home but did not hear the bell.",
            stage_kind="closed",
            stage_name="Closed",
            outcome="adopted",
            votes=212,
            vote_state="own",
            author=PIOTR,
            area="Delivery",
            comments=51,
            created_at=this - timedelta(days=130),
        ),
        Sample(
            id=15,
            title="Let people change the delivery address until the van is loaded",
            problem="Today the address is fixed at checkout.",
            votes=0,
            area="Delivery",
            created_at=this - timedelta(minutes=4),
            due_at=this + timedelta(days=14),
        ),
    ]


def journeys() -> list[list[Step]]:
    """Where ideas stand: early, late, just posted."""
    this = now()
    return [
        [
            Step("open", "Open", "done", this - timedelta(days=24)),
            Step("review", "Review", "now", this - timedelta(days=6), "with Mara Lindt"),
            Step("experiment", "Experiment", "ahead"),
            Step("reward", "Reward", "ahead"),
            Step("closed", "Closed", "ahead"),
        ],
        [
            Step("open", "Open", "done", this - timedelta(days=94)),
            Step("review", "Review", "done", this - timedelta(days=80)),
            Step("experiment", "Experiment", "done", this - timedelta(days=61)),
            Step("reward", "Reward", "now", this - timedelta(days=2), "with HR"),
            Step("closed", "Closed", "ahead"),
        ],
        [
            Step("open", "Open", "now", this - timedelta(days=1), "with everybody"),
            Step("review", "Review", "ahead"),
            Step("experiment", "Experiment", "ahead"),
            Step("reward", "Reward", "ahead"),
            Step("closed", "Closed", "ahead"),
        ],
    ]


def comments() -> list[Said]:
    """A thread with an answer, an official word and a deleted comment."""
    this = now()
    answer = Said(
        id=2,
        author=MARA,
        role="leads Returns",
        body_html=Markup("<p>Good point. I asked the shop floor: the desk printer stands idle after eleven.</p>"),
        created_at=this - timedelta(hours=5),
        is_mine=True,
        edited_at=this - timedelta(hours=4),
    )
    return [
        Said(
            id=1,
            author=JONAS,
            body_html=Markup(
                "<p>We had this at the Harbour store for a week in spring. The queue did not get longer, because:</p>"
                "<ul><li>the label takes <strong>twenty seconds</strong></li><li>people stop asking where the nearest "
                "copy shop is</li></ul>"
            ),
            created_at=this - timedelta(days=1),
            replies=[answer],
        ),
        Said(
            id=3,
            author=AMINA,
            is_author=True,
            body_html=Markup("<p>Could we try it in two stores first?</p>"),
            created_at=this - timedelta(minutes=12),
        ),
        Said(
            id=4,
            author=LEA,
            is_official=True,
            role="leads Stores",
            may_reply=False,
            body_html=Markup("<p>We will try this in Harbour and Mill Lane from the first of the month.</p>"),
            created_at=this - timedelta(hours=1),
        ),
        Said(id=5, author=LEA, is_deleted=True, body_html=Markup(""), created_at=this - timedelta(hours=1)),
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


def entries() -> list[Entry]:
    """A history."""
    this = now()
    return [
        Entry(
            icon="flask-conical",
            kind="experiment",
            words="Mara Lindt approved it for experiment.",
            at=this - timedelta(days=2),
            said="The reviewers agree that it can be tried in two stores without new equipment.",
        ),
        Entry(icon="scale", kind="review", words="Jonas Weber and Lea Brandt scored it.", at=this - timedelta(days=4)),
        Entry(icon="circle-question-mark", words="Mara Lindt asked a question.", at=this - timedelta(days=8)),
        Entry(icon="circle", kind="open", words="Amina Diallo posted it.", at=this - timedelta(days=20)),
    ]


def plot() -> dict[str, Any]:
    """Two lines with their bands."""
    control = [71.2, 70.4, 72.1, 71.8, 70.9, 71.5, 72.0, 71.1, 71.7, 71.4, 70.8, 71.9, 71.6, 71.3]
    changed = [71.0, 72.3, 73.9, 74.2, 74.8, 75.1, 74.6, 75.9, 76.2, 75.8, 76.4, 76.0, 76.7, 76.5]
    return {
        "x": [f"{day} Nov" for day in range(2, 16)],
        "x_label": "Day",
        "y_label": "Answered at the first contact",
        "unit": "%",
        "series": [
            {
                "label": "Real waiting time",
                "tone": "accent",
                "values": changed,
                "low": [round(value - 1.6, 1) for value in changed],
                "high": [round(value + 1.6, 1) for value in changed],
            },
            {
                "label": "As before",
                "tone": "quiet",
                "values": control,
                "low": [round(value - 1.5, 1) for value in control],
                "high": [round(value + 1.5, 1) for value in control],
            },
        ],
        "target": {"value": 75, "label": "target 75 %"},
    }


def bars() -> dict[str, Any]:
    """A number for each area."""
    return {
        "type": "bar",
        "x": ["Returns", "Contact centre", "Delivery", "Stores", "Website"],
        "x_label": "Area",
        "y_label": "Ideas",
        "series": [{"label": "Ideas this quarter", "tone": "accent", "values": [18, 31, 12, 22, 9]}],
    }
