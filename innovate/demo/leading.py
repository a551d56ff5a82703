"""Who decides on an idea of the company."""

from innovate import permissions
from innovate.accounts.models import Person
from innovate.demo import company
from innovate.demo.chronicle import Chronicle
from innovate.demo.story import Story


def decider(chronicle: Chronicle, story: Story) -> Person:
    """The area's leader, or the director in their place when the leader stands too close to the author."""
    idea = chronicle.ideas[story.key]
    leader = next(one.leader for one in company.AREAS if one.name == story.area)
    for name in (leader, company.DIRECTOR):
        if permissions.decide_idea.allows(chronicle.people[name], idea):
            return chronicle.people[name]
    return chronicle.people[company.ADMIN]
