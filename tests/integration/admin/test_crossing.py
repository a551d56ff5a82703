"""Two who edit one thing at once: the later is shown what the earlier saved, and nothing is lost in silence."""

import re

import pytest

from innovate.accounts.models import Person, Site, Team
from innovate.areas.models import Area
from innovate.core.db import db
from innovate.ideas.models import Stage, StageKind
from innovate.permissions import Role
from innovate.review.models import Criterion
from innovate.rewards.drawings import DRAWINGS
from innovate.rewards.models import Badge
from tests import factories
from tests.provisioning.visits import keep

_DRAWING = next(iter(DRAWINGS))


def seen(page):
    """What the page's form says that it was opened with."""
    return re.findall(r'name="seen"[^>]*value="([^"]+)"', page.text)[0]


def _person():
    one = factories.person("Ana Lind")
    fields = {"name": "Ana Lind", "email": one.email, "shift": "day", "joined_on": one.joined_on.isoformat()}
    return Person, one.id, f"/admin/people/{one.id}", fields, {"title": "Agent"}, {"name": "Anna Lind"}


def _roles():
    one = factories.person()
    url = f"/admin/people/{one.id}/roles"
    return Person, one.id, url, {}, {"roles": ["employee", "leader"]}, {"roles": ["employee", "hr"]}


def _area():
    lead, reviewer = factories.leader(), factories.reviewer()
    one = factories.area(leader=lead, name="Returns", reviewers=(reviewer,))
    fields = {"name": "Returns", "leader_id": lead.id, "quorum": "2", "budget": "10000", "is_active": "y"}
    return Area, one.id, f"/admin/areas/{one.id}", fields, {"quorum": "3"}, {"reviewer_ids": []}


def _stage():
    one = factories.stages()[StageKind.REVIEW]
    fields = {"name": "Review", "kind": "review", "position": "2", "promised_days": "10"}
    return Stage, one.id, f"/admin/stages/{one.id}", fields, {"promised_days": "7"}, {"name": "First look"}


def _team():
    one = factories.team(name="Care")
    return Team, one.id, f"/admin/teams/{one.id}", {}, {"name": "Customer care"}, {"name": "Care desk"}


def _site():
    one = factories.save(Site(name="Lund"))
    return Site, one.id, f"/admin/sites/{one.id}", {}, {"name": "Lund centre"}, {"name": "Lund north"}


def _criterion():
    fields = {"name": "Reach", "question": "How many?", "low": "Few", "high": "All", "weight": "3", "position": "1"}
    values = {**fields, "weight": 3, "position": 1}
    one = factories.save(Criterion(**values, is_active=True))
    fields["is_active"] = "y"
    return Criterion, one.id, f"/admin/criteria/{one.id}", fields, {"weight": "5"}, {"question": "How far?"}


def _badge():
    one = factories.save(Badge(name="Listener", purpose="For listening", drawing=_DRAWING, is_active=True))
    fields = {"name": "Listener", "purpose": "For listening", "drawing": _DRAWING, "is_active": "y"}
    return Badge, one.id, f"/rewards/badges/{one.id}", fields, {"purpose": "For ears"}, {"name": "Good listener"}


@pytest.mark.parametrize("noun", [_person, _roles, _area, _stage, _team, _site, _criterion, _badge])
def test_the_later_of_two_who_edit_reads_what_the_earlier_saved(app, as_user, noun):
    model, id_, url, fields, first, second = noun()
    keep()
    ana, ben = (as_user(factories.person(None, Role.ADMIN, Role.HR)) for _ in range(2))
    opened = seen(ben.get(url))
    assert ana.post(url, data={**fields, **first, "seen": seen(ana.get(url))}).status_code == 303
    answer = ben.post(url, data={**fields, **second, "seen": opened})
    assert answer.status_code == 409
    assert "Somebody saved this while you were writing." in answer.text
    name, theirs = next(iter(first.items()))
    kept = getattr(db.session.get(model, id_), name)
    assert ({role.value for role in kept} if name == "roles" else str(kept)) == (
        set(theirs) if name == "roles" else theirs
    )
    again = ben.post(url, data={**fields, **second, "seen": seen(answer)})
    assert again.status_code == 303
