"""A discussion with an answer and a leader's word, and a history."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from markupsafe import Markup

from innovate.accounts.queries import Face
from innovate.core.clock import now
from innovate.styleguide.samples.people import AMINA, JONAS, LEA, MARA


def shown() -> dict[str, Any]:
    """What is said on the page."""
    return {"comments": comments(), "entries": entries()}


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
    may_edit: bool = False
    may_delete: bool = False
    is_deleted: bool = False
    may_reply: bool = True
    replies: list["Said"] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the timeline."""

    words: str
    at: datetime
    icon: str = "circle"
    kind: str | None = None
    said: str | None = None


def comments() -> list[Said]:
    """A thread with an answer, a leader's word and a deleted comment."""
    this = now()
    answer = Said(
        id=2,
        author=MARA,
        role="leads Returns",
        body_html=Markup("<p>Good point. I asked the shop floor: the desk printer stands idle after eleven.</p>"),
        created_at=this - timedelta(hours=5),
        may_edit=True,
        may_delete=True,
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
            role="leads Stores",
            may_reply=False,
            body_html=Markup("<p>We will try this in Harbour and Mill Lane from the first of the month.</p>"),
            created_at=this - timedelta(hours=1),
        ),
        Said(id=5, author=LEA, is_deleted=True, body_html=Markup(""), created_at=this - timedelta(hours=1)),
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
