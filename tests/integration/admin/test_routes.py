"""Administration through its pages: who may open them, and what they do."""

import pytest

from innovate.permissions import Role
from tests import factories

PAGES = (
    "/admin",
    "/admin/people",
    "/admin/people?q=a&role=leader&state=active&team=1",
    "/admin/people/new",
    "/admin/people/many",
    "/admin/teams",
    "/admin/teams/new",
    "/admin/sites/new",
    "/admin/areas",
    "/admin/areas/new",
    "/admin/stages",
    "/admin/stages/new",
    "/admin/criteria",
    "/admin/criteria/new",
)


@pytest.mark.parametrize("url", [*PAGES, "/admin/audit"])
def test_an_administrator_opens_every_page(as_user, url):
    boss = factories.admin()
    factories.area()
    factories.stages()
    assert as_user(boss).get(url).status_code == 200


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.REVIEWER, Role.LEADER, Role.HR])
def test_nobody_else_opens_them_and_is_told_why(as_user, role):
    visitor = as_user(factories.person("Ana Lind", role))
    for url in PAGES:
        answer = visitor.get(url)
        assert answer.status_code == 403, url
        assert "Only an administrator may do this." in answer.text
