"""What can be taken away: data that can be imported again, results with every digit, figures, and the report."""

import csv
import io
import json
import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest

from innovate.core.clock import today
from innovate.experiments import commands
from innovate.experiments.importing import Asked, read_sheet
from innovate.experiments.measuring import Row
from innovate.experiments.models import Conclusion, Design, Direction, MeasureRole, MetricKind
from tests import factories
from tests.provisioning.visits import keep

TIME = factories.guardrail()
CONTACTS = {
    "role": MeasureRole.SECONDARY,
    "name": "contacts",
    "kind": MetricKind.RATE,
    "unit": "per 1,000 orders",
    "direction": Direction.DOWN,
    "baseline": 40.0,
}


@pytest.fixture
def rich(running):
    """A running experiment with numbers of all three kinds; an arm has a name that a spreadsheet would work out."""
    found = running(arms=["Today", "=Phone, label"], measures=[TIME, CONTACTS])
    time, contacts = found.measures
    rows = []
    for back in range(3):
        day = today() - timedelta(days=back)
        for place, arm in enumerate(found.arms):
            rows.append(Row(arm.id, day, 310 + 40 * place, 500))
            rows.append(Row(arm.id, day, 3000.25 + place, 500, 2.125, time.id))
            rows.append(Row(arm.id, day, 40 - place, 0.731, None, contacts.id))
    commands.record_measurements(found.owner, found, rows=rows)
    keep()
    return found


def taken(as_user, found, what):
    return as_user(factories.person()).get(f"/experiments/{found.id}/{what}")


def test_the_data_can_be_imported_again_as_they_were(rich, as_user):
    answer = taken(as_user, rich, "data.csv")
    sheet = read_sheet(answer.text, Asked.of(rich))
    assert (sheet.problem, sheet.wrong) == ("", [])
    assert len(sheet.rows) == 18
    contacts = rich.measures[1].id
    assert {(row.amount, row.base) for row in sheet.rows if row.measure_id == contacts} == {(40, 0.731), (39, 0.731)}
    assert {row.spread for row in sheet.rows if row.measure_id == rich.measures[0].id} == {2.125}


def test_a_spreadsheet_runs_nothing_in_the_data(rich, as_user):
    rows = list(csv.reader(io.StringIO(taken(as_user, rich, "data.csv").text)))
    assert {row[1] for row in rows[1:]} == {"Today", "'=Phone, label"}


def test_the_results_have_a_line_for_each_comparison(rich, as_user):
    answer = taken(as_user, rich, "results.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row["role"] for row in rows] == ["primary", "guardrail", "secondary"]
    assert float(rows[0]["estimate"]) == pytest.approx(0.08)
    assert rows[0]["unit"] == "points"


def test_the_result_as_json_has_what_the_command_line_prints_and_more(rich, as_user):
    answer = taken(as_user, rich, "result.json")
    found = json.loads(answer.text)
    assert {"metric", "design", "level", "comparisons", "warnings", "sentence"} <= found.keys()
    (main,) = found["comparisons"]
    assert {"arm", "control", "estimate", "low", "high", "p_value", "relative"} <= main.keys()
    assert (found["metric"], found["design"], main["control"]) == ("share", "parallel", "Today")
    assert [one["verdict"] for one in found["guardrails"]] == ["kept"]


def test_without_numbers_there_is_a_result_that_says_nothing_and_no_table(running, as_user):
    found = running()
    assert json.loads(taken(as_user, found, "result.json").text)["comparisons"] == []
    assert taken(as_user, found, "results.csv").status_code == 404


@pytest.mark.parametrize("name", ["by-day", "by-day-1", "by-day-2", "effect", "interval", "guardrails", "secondaries"])
def test_each_figure_is_a_file_that_stands_by_itself(rich, as_user, name):
    answer = taken(as_user, rich, f"figures/{name}.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    drawn = ET.fromstring(answer.text)  # noqa: S314 - our own
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    assert drawn.findtext("{http://www.w3.org/2000/svg}title")
    assert "var(--" not in answer.text
    assert rich.idea.title in "".join(drawn.itertext())


@pytest.mark.parametrize("name", ["nothing", "arms", "by-day-9"])
def test_a_figure_that_it_has_not_is_not_found(rich, as_user, name):
    assert taken(as_user, rich, f"figures/{name}.svg").status_code == 404


def test_ten_files_an_hour_are_enough(rich, as_user):
    visitor = as_user(factories.person())
    answers = [visitor.get(f"/experiments/{rich.id}/data.csv").status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]


@pytest.mark.parametrize("what", ["data.csv", "results.csv", "result.json", "figures/by-day.svg", "report"])
def test_a_stranger_takes_nothing(rich, app, what):
    answer = app.test_client().get(f"/experiments/{rich.id}/{what}")
    assert answer.status_code in (302, 303, 401, 403)
    assert "Phone" not in answer.text


def test_the_report_says_everything_on_one_page(rich, as_user, leader_of):
    commands.conclude_experiment(
        leader_of(rich.idea),
        rich,
        conclusion=Conclusion.SCALE,
        lesson="Print it **large**.",
        spent_cents=0,
        departure="Everybody asked for it.",
    )
    keep()
    page = taken(as_user, rich, "report").text
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "Everybody asked for it." in words
    assert "We believe that" in words
    assert "first-contact resolution rose by 8.0 points" in words.replace("First", "first")
    assert "Newcombe’s hybrid score interval" in words
    assert "<strong>large</strong>" in page
    assert rich.seal in words
    assert "handling time (may get worse by 0.5 min)" in words


def test_the_report_of_a_plan_says_that_there_is_no_read_out_yet(planned, as_user):
    assert "There is no read-out yet." in taken(as_user, planned(), "report").text


def test_the_report_of_a_rollout_names_its_teams_and_when_each_begins(planned, as_user):
    days = [today() + timedelta(days=n) for n in (2, 9)]
    found = planned(design=Design.STEPPED, arms=["Malmö", "Lund"], treated_from=days)
    report = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", taken(as_user, found, "report").text))
    assert "Teams, and when they begin Malmö (" in report
    assert "), Lund (" in report
    assert "Arms" not in report
