"""Who is told of an experiment: who runs it, who decides on it, HR at its end, and the idea's followers."""

import sqlalchemy as sa

from innovate import events
from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.ideas.models import Credit
from innovate.notifications.subscribers.about import about_idea, leaders, runners, short, tell_followers
from innovate.notifications.telling import tell
from innovate.permissions import Role


def tell_new_owner(fact: events.ExperimentHandedOver, entry_id: int) -> None:
    """Who runs an experiment from now on reads so."""
    about = about_idea(fact)
    text = f"{about.who} handed you the experiment on “{short(about.title)}”."
    tell(entry_id, {fact.owner_id} - {fact.actor_id}, text, f"/experiments/{fact.experiment_id}")


def tell_of_amendment(fact: events.PlanAmended, entry_id: int) -> None:
    """The owner and the leader read what changed of a sealed plan, as those do who follow the idea."""
    about, url = about_idea(fact), f"/experiments/{fact.experiment_id}#amendments"
    what = fact.changed[0] if len(fact.changed) == 1 else f"{fact.changed[0]} and more"
    text = f"{about.who} amended the sealed plan of “{short(about.title, 60)}” ({short(what, 60)}): {fact.reason}"
    told = (runners(fact) | leaders(about)) - {fact.actor_id}
    tell(entry_id, told, text, url)
    tell_followers(fact, entry_id, about, "{who} amended the sealed plan of the experiment on {idea}.", url, but=told)


def tell_of_last_day(fact: events.LastDayPassed, entry_id: int) -> None:
    """The owner and who decides read that the experiment has run its days."""
    about = about_idea(fact)
    text = f"The last day of the experiment on “{short(about.title)}” is over. It waits for a decision."
    tell(entry_id, runners(fact) | leaders(about), text, f"/experiments/{fact.experiment_id}/conclude")


def tell_of_broken_guardrail(fact: events.GuardrailBroken, entry_id: int) -> None:
    """The owner and who decides read that something got worse than it may; what follows is theirs to say."""
    about = about_idea(fact)
    title, name = short(about.title, 80), short(fact.name, 60)
    text = f"A guardrail of the experiment on “{title}” is broken: {name} got worse by more than was bearable."
    tell(entry_id, runners(fact) | leaders(about), text, f"/experiments/{fact.experiment_id}")


def tell_of_conclusion(fact: events.ExperimentConcluded, entry_id: int) -> None:
    """HR has an idea to recognise; those who follow it read that the experiment ended."""
    about = about_idea(fact)
    part = sa.select(Credit.id).where(Credit.idea_id == fact.idea_id, Credit.person_id == Person.id)
    hr = set(db.session.scalars(sa.select(Person.id).where(Person.holds(Role.HR), ~part.exists())))
    text = f"The experiment on “{short(about.title)}” is concluded. The idea waits for recognition."
    tell(entry_id, hr - {fact.actor_id}, text, f"/rewards/ideas/{fact.idea_id}")
    tell_followers(fact, entry_id, about, "{who} concluded the experiment on {idea}.")
