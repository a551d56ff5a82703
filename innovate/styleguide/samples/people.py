"""Made-up colleagues, and whom the frame is drawn for."""

from dataclasses import dataclass
from typing import Any

from innovate.accounts.queries import Face

MARA, JONAS, AMINA, PIOTR, LEA = (
    Face(1, "Mara Lindt"),
    Face(2, "Jonas Weber"),
    Face(3, "Amina Diallo"),
    Face(4, "Piotr Nowak"),
    Face(5, "Lea Brandt"),
)


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


def shown() -> dict[str, Any]:
    """The people of the page."""
    return {"people": [MARA, JONAS, AMINA, PIOTR, LEA]}
