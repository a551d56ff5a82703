"""Who is told of an area: its new leader."""

from innovate import events
from innovate.notifications.subscribers.about import name_of
from innovate.notifications.telling import tell


def tell_new_leader(fact: events.AreaHandedOver, entry_id: int) -> None:
    """Who leads an area from now on reads so."""
    text = f"{name_of(fact.actor_id)} made you the leader of {fact.name}."
    tell(entry_id, {fact.person_id} - {fact.actor_id}, text, f"/ideas?area={fact.area_id}")
