"""Posts of the wall, one of each kind, and a slide of the big screen."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from innovate.core.clock import now
from innovate.recognition.models import PostKind
from innovate.recognition.queries.posts import AddedOn, Card, Named, Reaction, Said
from innovate.styleguide.samples.people import AMINA, JONAS, LEA, MARA, PIOTR

_REACTIONS = (
    Reaction("clap", "Well done", "thumbs-up", 4, True),
    Reaction("heart", "Thank you", "heart", 0, False),
    Reaction("light", "I learned something", "lightbulb", 1, False),
)
_IDEA = "Text the customer when the driver is three stops away"
_RESULT = "Calls that ask where it is fell by 12 points (95 % interval 9 to 15)."


def shown() -> dict[str, Any]:
    """The posts of the page."""
    posts = [
        _card(
            1,
            PostKind.KUDOS,
            people=(_named(PIOTR), _named(AMINA)),
            by=LEA,
            words="You rode along with three drivers before you wrote a word.",
            points=10,
            kudos_id=1,
            value="Ask the customer",
            value_id=1,
            added=(AddedOn(JONAS, "From the depot too.", 5, now()),),
            said=(Said(1, MARA, "I was there. It was exactly like that.", now(), may_delete=True),),
            comments=3,
        ),
        _card(2, PostKind.AWARD, people=(_named(PIOTR, "For the words."), _named(AMINA, "For the test.")), by=LEA),
        _card(3, PostKind.LAUNCH, people=(_named(PIOTR),)),
        _card(
            4,
            PostKind.LESSON,
            people=(_named(AMINA),),
            case_id=1,
            case="Ring before the van leaves",
            words="Too early.",
        ),
        _card(5, PostKind.BADGE, people=(_named(JONAS),), badge="First light", drawing="first-light"),
        _card(6, PostKind.MILESTONE, people=(_named(MARA),), years=5),
    ]
    slide = SimpleNamespace(card=posts[0], small=(), people=(), teams=())
    return {"posts": posts, "slide": slide}


def _named(face: Any, citation: str = "") -> Named:
    return Named(face, "Delivery", "Idea that worked" if citation else "", citation, 40 if citation else 0, "", "")


def _card(id_: int, kind: PostKind, **more: Any) -> Card:
    values: dict[str, Any] = {
        **dict.fromkeys(("words", "value", "case", "badge", "drawing"), ""),
        **dict.fromkeys(("points", "years", "comments"), 0),
        **dict.fromkeys(("kudos_id", "value_id", "case_id", "badge_id", "verdict", "by"), None),
        **dict.fromkeys(("added", "said"), ()),
    }
    at, reactions = now() - timedelta(hours=id_ * 9), _REACTIONS
    about = {"idea_id": 14, "idea": _IDEA, "area": "Delivery", "result": _RESULT, "reactions": reactions}
    return Card(**{**values, **about, "id": id_, "kind": kind, "at": at, **more})
