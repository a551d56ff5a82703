"""A fairness report is written once for a quarter, and its page and its file show what was kept, and nothing else."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from innovate.accounts import commands as accounts
from innovate.accounts.models import Person
from innovate.core import transaction
from innovate.core.clock import held
from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from innovate.recognition.fairness.commands import write_fairness_report
from innovate.recognition.models import FairnessReport
from innovate.recognition.periods import Length, read, running
from innovate.recognition.queries import quarters, report
from innovate.rewards import commands
from innovate.rewards.models import Award
from tests import factories
from tests.integration.recognition.walls import kudos, thank
from tests.integration.rewards.companies import laid_out

IN_IT, AFTER = datetime(2026, 8, 31, 10, tzinfo=UTC), datetime(2026, 10, 5, 10, tzinfo=UTC)
QUARTER = date(2026, 7, 1)


def written(people=30, thanked=12):
    """A company whose third quarter is over, with so many people, so many of whom were thanked; its HR person."""
    with held(IN_IT):
        hr = laid_out()
        day, night = factories.team(name="Day desk"), factories.team(name="Night desk")
        crew = [
            factories.person(team_id=(night if n % 5 == 0 else day).id, joined_on=date(2024, 1, 1))
            for n in range(people - 1)
        ]
        hr.joined_on = date(2024, 1, 1)
        for person in crew[:thanked]:
            thank(hr, person, 10)
        for n in range(4):
            kudos(crew[n % 2], crew[1 - n % 2])
    return hr, crew


@pytest.mark.usefixtures("app")
def test_a_report_says_in_ranges_how_many_were_thanked():
    hr, _ = written()
    with held(AFTER):
        write_fairness_report(hr, read("2026-Q3"))
        found = report(QUARTER)
    assert found.people == 30
    assert found.everybody.low <= 12 <= found.everybody.high
    (team,) = [table for table in found.tables if table.name == "Team"]
    assert {(group.name, group.size) for group in team.groups} <= {("Day desk", 23), ("Night desk", 6)}
    assert found.fifths is not None
    assert sum(found.fifths) == pytest.approx(100, abs=10)


@pytest.mark.usefixtures("app")
def test_a_report_stays_as_it_is_whatever_changes_afterwards():
    hr, crew = written()
    with held(AFTER):
        write_fairness_report(hr, read("2026-Q3"))
        before = report(QUARTER)
        crew[0].team_id = crew[1].team_id
        commands.reverse_award(hr, db.session.scalars(sa.select(Award).limit(1)).one(), reason="Wrong")
        db.session.execute(sa.text("DELETE FROM kudos_receivers"))
        assert report(QUARTER) == before
        with pytest.raises(RuleBroken):
            write_fairness_report(hr, read("2026-Q3"))


@pytest.mark.usefixtures("app")
def test_only_hr_writes_one_and_only_of_a_quarter_that_is_over():
    hr, crew = written()
    with held(AFTER):
        with pytest.raises(NotAllowed):
            write_fairness_report(crew[0], read("2026-Q3"))
        for period in (running(Length.QUARTER), read("2026-08"), read("2025"), read("all")):
            with pytest.raises(BadInput):
                write_fairness_report(hr, period)
        with pytest.raises(NotFound):
            report(QUARTER)


@pytest.mark.usefixtures("app")
def test_a_company_of_fewer_than_five_has_no_report():
    hr, _ = written(people=4, thanked=2)
    with held(AFTER), pytest.raises(RuleBroken):
        write_fairness_report(hr, read("2026-Q3"))


@pytest.mark.usefixtures("app")
def test_quarters_that_are_over_and_have_thanks_can_be_written_of():
    hr, _ = written()
    with held(AFTER):
        assert [(one.period.key, one.is_written) for one in quarters()] == [("2026-Q3", False)]
        write_fairness_report(hr, read("2026-Q3"))
        assert [(one.period.key, one.is_written) for one in quarters()] == [("2026-Q3", True)]


def test_of_two_who_write_it_at_once_one_does(app, at_once):
    hr, _ = written()
    hr_id = hr.id

    def write() -> bool:
        with held(AFTER):
            write_fairness_report(db.session.get_one(Person, hr_id), read("2026-Q3"))
        return True

    answers = at_once([write, write])
    assert sorted(type(one).__name__ for one in answers) == ["RuleBroken", "bool"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(FairnessReport)) == 1


@pytest.mark.usefixtures("app")
def test_what_is_kept_of_a_report_names_nobody_but_pairs_and_holds_no_exact_number():
    hr, crew = written()
    with held(IN_IT):
        for n in range(12):
            kudos(crew[n % 2], crew[1 - n % 2])
            kudos(crew[20], crew[21])
    with held(AFTER):
        kept = write_fairness_report(hr, read("2026-Q3")).content
    assert [circle["people"] for circle in kept["pairs"]] == [[crew[0].id, crew[1].id]]
    assert not any(person.name in str(kept) or person.email in str(kept) for person in crew)
    for table in kept["tables"]:
        for _, low, high, size in table["groups"]:
            assert high > low
            assert size >= 5


def test_the_page_is_written_read_and_taken_along_as_it_stands(as_user):
    hr, crew = written()
    with held(AFTER):
        accounts.save_attribute(hr, None, name="Contract")
        visit = as_user(hr)
        assert "is not written yet" in visit.get("/rewards/fairness").text
        answer = visit.post("/rewards/fairness", data={"quarter": "2026-Q3"})
        assert (answer.status_code, answer.location) == (303, "/rewards/fairness?quarter=2026-Q3")
        page = visit.get(answer.location + "&by=Site").text
        assert "Who could see the work of those whom nobody thanked?" in page
        assert visit.post("/rewards/fairness", data={"quarter": "2026-Q3"}).status_code == 409
        assert visit.post("/rewards/fairness", data={"quarter": "next"}).status_code == 422
        sheet = visit.post("/rewards/fairness/export", data={"quarter": "2026-Q3"})
        assert sheet.status_code == 200
        found = report(QUARTER)
        lines = 1 + sum(len(table.groups) for table in found.tables) + 1
        assert len(sheet.text.strip().splitlines()) == lines
        assert not any(person.name in sheet.text for person in crew)
        assert visit.get("/rewards/fairness?quarter=nonsense&by=%C2%B2").status_code == 200


def test_a_table_that_is_left_out_is_explained_and_nothing_is_read_from_it(as_user):
    hr, _crew = written()
    with held(AFTER):
        kept = write_fairness_report(hr, read("2026-Q3"))
        tables = [table | {"is_left_out": True, "groups": []} for table in kept.content["tables"]]
        kept.content = kept.content | {"tables": tables}
        transaction.complete()
        page = as_user(hr).get("/rewards/fairness?quarter=2026-Q3&by=Site").text
    assert "Site cannot be shown for this quarter." in page
    assert "the ranges leave open" not in page


def test_before_any_thanks_the_page_says_what_will_come(as_user):
    hr = laid_out()
    assert "The first report comes after a quarter" in as_user(hr).get("/rewards/fairness").text
