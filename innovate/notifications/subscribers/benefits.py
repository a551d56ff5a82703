"""Who is told of a benefit that is checked: whoever is asked, and those who hold a part that waits for the answer."""

import sqlalchemy as sa

from innovate import events
from innovate.core.db import db
from innovate.core.wording import plural
from innovate.notifications.subscribers.about import about_idea, short
from innovate.notifications.telling import tell
from innovate.rewards.models import Award, AwardPart, BenefitCheck, BenefitState


def tell_of_benefit_due(fact: events.BenefitDue, entry_id: int) -> None:
    """Whoever is asked reads that the day has come."""
    _ask(fact, entry_id, "{days} days are over. Has the benefit of “{title}” lasted?")


def tell_of_benefit_reminder(fact: events.BenefitReminded, entry_id: int) -> None:
    """Whoever has not answered is asked once more."""
    _ask(fact, entry_id, "Others wait for your answer: has the benefit of “{title}” lasted after {days} days?")


def tell_of_benefit_handed_over(fact: events.BenefitHandedOver, entry_id: int) -> None:
    """Whoever is asked from now on reads so."""
    _ask(fact, entry_id, "{who} asks you whether the benefit of “{title}” has lasted after {days} days.")


def tell_of_benefit(fact: events.BenefitEvent, entry_id: int) -> None:
    """Those who held a part read the answer, in the words of whoever gave it, and what came of their points."""
    about = about_idea(fact)
    check = db.session.get_one(BenefitCheck, fact.check_id)
    query = (
        sa.select(Award.person_id, sa.func.min(Award.id), sa.func.sum(AwardPart.points))
        .join(Award, Award.id == AwardPart.award_id)
        .where(AwardPart.check_id == fact.check_id, Award.reversed_at.is_(None))
        .group_by(Award.person_id)
        .order_by(Award.person_id)
    )
    title, words = short(about.title, 60), short(check.words, 110)
    has_lasted = check.state is BenefitState.CONFIRMED
    for person_id, award_id, points in db.session.execute(query).all():
        what = f"{'Paid out to you' if has_lasted else 'Returned to the budget'}: {plural(int(points), 'point')}."
        text = f"“{title}” has {'' if has_lasted else 'not '}lasted. {what} {about.who}: “{words}”"
        tell(entry_id, {person_id} - {fact.actor_id}, text, f"/awards/{award_id}")


def _ask(fact: events.BenefitEvent, entry_id: int, sentence: str) -> None:
    about = about_idea(fact)
    days = db.session.scalar(sa.select(BenefitCheck.after_days).where(BenefitCheck.id == fact.check_id))
    text = sentence.format(who=about.who, days=days, title=short(about.title))
    tell(entry_id, {fact.asked_id} - {fact.actor_id}, text, f"/benefits/{fact.check_id}")
