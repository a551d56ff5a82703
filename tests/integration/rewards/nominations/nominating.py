"""A nomination for the tests: somebody proposed, with a manager and HR who answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.notifications.models import Notification
from innovate.rewards import commands
from innovate.rewards.models import Approver, AwardKind, Nomination, NominationState, NominationStep, StepVerdict
from tests import factories
from tests.integration.rewards.companies import key, laid_out

MANAGER, LEADER, HR, PERSON = Approver.MANAGER, Approver.LEADER, Approver.HR, Approver.PERSON


@dataclass(frozen=True)
class Proposed:
    """A nomination and those who stand around it."""

    nomination: Nomination
    kind: AwardKind
    nominee: Person
    nominator: Person
    manager: Person
    hr: Person

    @property
    def steps(self) -> list[NominationStep]:
        return self.nomination.steps

    @property
    def began(self) -> datetime:
        """When the first step began."""
        assert self.steps[0].began_at is not None
        return self.steps[0].began_at

    @property
    def state(self) -> NominationState:
        return self.nomination.state


def nominate(by: Person, nominee: Person, kind: AwardKind, **fields) -> Nomination:
    values: dict[str, Any] = {"reason": "They *helped*.", "links": [], "idea": None, "key": key()}
    return commands.nominate(by, kind=kind, nominee=nominee, **(values | fields))


def proposed(*chain, points: int = 1_000, **fields) -> Proposed:
    """Somebody nominated for an award with that chain: their manager for a week and HR for five days, if not said."""
    hr, manager, nominator = laid_out(points), factories.person("Maja Manager"), factories.person("Nora Nominator")
    nominee = factories.person("Nils Nominee", manager_id=manager.id)
    kind = factories.award_kind(*(chain or ((MANAGER, 7), (HR, 5))), least_points=100)
    return Proposed(nominate(nominator, nominee, kind, **fields), kind, nominee, nominator, manager, hr)


def say_yes(by: Person, nomination: Nomination, reason: str = "") -> Nomination:
    assert nomination.step is not None
    return commands.answer_nomination(by, nomination.step, verdict=StepVerdict.APPROVED, reason=reason)


def say_no(by: Person, nomination: Nomination, reason: str = "Not this time.") -> Nomination:
    assert nomination.step is not None
    return commands.answer_nomination(by, nomination.step, verdict=StepVerdict.DECLINED, reason=reason)


def award(by: Person, nomination: Nomination, points: int = 200, form: str | None = None):
    words: dict[str, Any] = {"badge_id": None, "citation": "For the help.", "key": form or key()}
    return commands.award_nomination(by, nomination, points=points, **words)


def told(person: Person) -> list[str]:
    """What that person was told, in order."""
    query = sa.select(Notification.text).where(Notification.person_id == person.id)
    return list(db.session.scalars(query.order_by(Notification.id)))
