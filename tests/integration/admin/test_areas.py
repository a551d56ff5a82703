"""Areas, teams, sites and criteria through their pages."""

import sqlalchemy as sa

from innovate.accounts.models import Site, Team
from innovate.areas.models import Area, Deputy
from innovate.core.clock import today
from innovate.core.db import db
from innovate.review.models import Criterion
from tests import factories


def test_an_area_is_added_and_edited_with_its_deputies(app, as_user):
    lead, reviewer, other = factories.leader(), factories.reviewer(), factories.leader()
    visitor = as_user(factories.admin())
    form = {
        "name": "Returns", "leader_id": lead.id, "quorum": "2", "budget": "1250.50",
        "reviewer_ids": [reviewer.id], "is_active": "y",
    }  # fmt: skip
    assert visitor.post("/admin/areas/new", data=form).status_code == 303
    area = db.session.scalars(sa.select(Area)).one()
    assert (area.budget_cents, area.vote_threshold) == (125_050, None)
    url = f"/admin/areas/{area.id}"
    assert 'value="1250.50"' in visitor.get(url).text
    assert visitor.post(url, data={**form, "vote_threshold": "30"}).status_code == 303
    assert visitor.post(url, data={**form, "name": "", "budget": "x"}).status_code == 422
    day = today().isoformat()
    deputy = {"person_id": other.id, "starts_on": day, "ends_on": day}
    assert visitor.post(f"{url}/deputies", data=deputy).status_code == 303
    assert other.name in visitor.get(url).text
    assert visitor.post(f"{url}/deputies", data={**deputy, "ends_on": "2001-01-01"}).status_code == 422
    made = db.session.scalars(sa.select(Deputy)).one()
    assert visitor.post(f"/admin/areas/999/deputies/{made.id}/remove").status_code == 404
    assert visitor.post(f"{url}/deputies/{made.id}/remove").status_code == 303
    assert db.session.scalar(sa.select(Deputy.id)) is None


def test_teams_and_sites_are_added_and_edited(app, as_user):
    visitor = as_user(factories.admin())
    assert visitor.post("/admin/sites/new", data={"name": "Malmö"}).status_code == 303
    site = db.session.scalars(sa.select(Site)).one()
    assert visitor.post("/admin/teams/new", data={"name": "Care", "site_id": site.id}).status_code == 303
    top = db.session.scalars(sa.select(Team)).one()
    assert visitor.post("/admin/teams/new", data={"name": "Returns desk", "parent_id": top.id}).status_code == 303
    page = visitor.get("/admin/teams").text
    assert page.index("Care") < page.index("Returns desk")
    assert visitor.post(f"/admin/teams/{top.id}", data={"name": "returns DESK"}).status_code == 422
    assert visitor.post(f"/admin/sites/{site.id}", data={"name": "Lund"}).status_code == 303
    assert visitor.get(f"/admin/teams/{top.id}").status_code == 200
    assert visitor.get(f"/admin/sites/{site.id}").status_code == 200


def test_criteria_are_added_and_edited(app, as_user):
    visitor = as_user(factories.admin())
    form = {
        "name": "Reach", "question": "How many?", "low": "Few", "high": "All", "weight": "3", "position": "1",
        "is_active": "y",
    }  # fmt: skip
    assert visitor.post("/admin/criteria/new", data=form).status_code == 303
    made = db.session.scalars(sa.select(Criterion)).one()
    assert visitor.get(f"/admin/criteria/{made.id}").status_code == 200
    assert visitor.post(f"/admin/criteria/{made.id}", data={**form, "weight": "0"}).status_code == 422
    assert visitor.post(f"/admin/criteria/{made.id}", data={**form, "weight": "5"}).status_code == 303
    assert "(100 %)" in visitor.get("/admin/criteria").text
