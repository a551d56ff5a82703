"""Numbers of every metric and design, typed or from a spreadsheet, kept as a whole or not at all."""

import io
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from innovate.core.clock import today
from innovate.core.db import db
from innovate.core.errors import BadInput
from innovate.experiments import commands, queries
from innovate.experiments.measuring import Row
from innovate.experiments.models import Design, Direction, Experiment, Measure, Measurement, MeasureRole, MetricKind
from tests import factories
from tests.provisioning.statements import counted
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


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def hidden(page, name):
    return re.findall(rf'name="{name}"[^>]*value="([^"]*)"', page.text)[0]


def recorded():
    """What is kept: arm, measure, amount, base and spread."""
    query = (
        sa.select(Measurement.arm_id, Measure.name, Measurement.amount, Measurement.base, Measurement.spread)
        .outerjoin(Measure, Measure.id == Measurement.measure_id)
        .order_by(Measurement.day, Measurement.arm_id, Measurement.measure_id.is_not(None), Measurement.measure_id)
    )
    return [tuple(row)[1:] for row in db.session.execute(query)]


def measure_id(name):
    return db.session.scalar(sa.select(Measure.id).where(Measure.name == name))


class Paster:
    """Somebody at the page for numbers from a spreadsheet."""

    def __init__(self, visitor, experiment):
        self.visitor, self.url = visitor, f"/experiments/{experiment.id}/paste"

    def looks(self, lines="", *, file=None, **fields):
        data = {"lines": lines, **fields}
        if file is not None:
            data["file"] = (io.BytesIO(file), "numbers.csv")
        return self.visitor.post(self.url, data=data, content_type="multipart/form-data")

    def keeps(self, page, reason=""):
        data = {name: hidden(page, name) for name in ("rows", "seen", "guess")}
        return self.visitor.post(self.url, data=data | {"reason": reason}, content_type="multipart/form-data")


@pytest.fixture
def paster(as_user):
    """`paster(experiment)`: its owner at the page for numbers from a spreadsheet."""
    return lambda experiment, person=None: Paster(as_user(person or experiment.owner), experiment)


# From a spreadsheet.


def test_pasted_lines_are_looked_at_before_they_are_kept(running, paster):
    found = running()
    owner = paster(found)
    looked = owner.looks(f"{today()}\tToday\t43\t61\n{today()}\tPhone label\t50\t64")
    assert looked.status_code == 200
    assert "New 2 Changed 0 As it stands 0" in words(looked)
    assert recorded() == []
    assert owner.keeps(looked).status_code == 303
    assert recorded() == [(None, 43, 61, None), (None, 50, 64, None)]


def test_ninety_days_of_two_arms_come_in_one_paste(running, paster):
    found = running(starts_on=today() - timedelta(days=89), ends_on=today())
    days = [today() - timedelta(days=n) for n in range(90)]
    text = "Day\tToday successes\tToday trials\tPhone label successes\tPhone label trials\n"
    text += "\n".join(f"{day:%d.%m.%Y}\t{300 + n}\t500\t{340 + n}\t500" for n, day in enumerate(days))
    owner = paster(found)
    looked = owner.looks(text)
    assert "Keep 180 rows" in looked.text
    assert owner.keeps(looked).status_code == 303
    assert len(recorded()) == 180


def test_pasting_twice_is_harmless(measured, paster):
    found = measured()
    owner, before = paster(found), recorded()
    looked = owner.looks(f"{today()}\tToday\t310\t500")
    assert "All of it stands there already." in looked.text
    assert owner.keeps(looked).status_code == 303
    assert recorded() == before
    assert queries.corrections(found) == ()


def test_what_would_change_is_shown_before_and_after_and_needs_a_reason(measured, paster):
    found = measured()
    owner = paster(found)
    looked = owner.looks(f"{today()}\tToday\t311\t500\n{today() - timedelta(days=5)}\tToday\t300\t500")
    assert "New 1 Changed 1 As it stands 0" in words(looked)
    assert "310 of 500 311 of 500" in words(looked)
    missing = owner.keeps(looked)
    assert missing.status_code == 422
    assert "Say why recorded numbers change." in missing.text
    assert owner.keeps(missing, "A new count").status_code == 303
    assert {row[1] for row in recorded()} >= {311, 300}


def test_a_wrong_line_keeps_none_of_them_and_is_named_with_its_column(running, paster):
    found = running()
    cells = ("Today\t43\t61", "Nobody\t50\t64", "Phone label\tx\t1")
    lines = "\n".join(["day\tarm\tsuccesses\ttrials", *(f"{today()}\t{one}" for one in cells)])
    answer = paster(found).looks(lines)
    assert answer.status_code == 422
    assert "2 lines need another look. Nothing is kept yet." in answer.text
    assert re.search(r"Line 3 arm There is no arm named “Nobody”.* Line 4 successes “x” is not a number", words(answer))
    assert lines in answer.text.replace("&#13;", "")
    assert 'name="rows"' not in answer.text


def test_what_somebody_records_between_the_look_and_the_keeping_is_looked_at_again(running, paster, arm_ids):
    found = running()
    owner = paster(found)
    looked = owner.looks(f"{today()}\tToday\t43\t61")
    commands.record_measurements(found.owner, found, rows=[(arm_ids(found)[0], today(), 40, 61, None)])
    late = owner.keeps(looked)
    assert late.status_code == 409
    assert "Somebody recorded some of these numbers meanwhile." in late.text
    assert "40 of 61 43 of 61" in words(late)
    assert recorded() == [(None, 40, 61, None)]
    assert owner.keeps(late, "Mine is right").status_code == 303
    assert recorded() == [(None, 43, 61, None)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_a_file_is_read_whatever_letters_it_uses(running, paster, encoding):
    found = running(arms=["Heute", "Größe"])
    text = f"day;arm;successes;trials\r\n{today():%d.%m.%Y};Größe;50;64\r\n"
    owner = paster(found)
    looked = owner.looks(file=text.encode(encoding))
    assert ("Western European" in looked.text) is (encoding == "latin-1")
    assert owner.keeps(looked).status_code == 303
    assert recorded() == [(None, 50, 64, None)]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"PK\x03\x04\x00\x00", "This file is not text."),
        (b"", "This file is empty."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(running, paster, data, sentence):
    answer = paster(running()).looks(file=data)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_sheet_that_was_tampered_with_between_is_refused(running, paster, arm_ids, measured):
    mine, other = running(), measured()
    owner = paster(mine)
    looked = owner.looks(f"{today()}\tToday\t43\t61")
    theirs = paster(other).looks(f"{today()}\tToday\t43\t61")
    before = recorded()
    answer = owner.visitor.post(owner.url, data={"rows": hidden(theirs, "rows"), "seen": hidden(looked, "seen")})
    assert answer.status_code == 422
    assert "did not come through whole" in answer.text
    assert owner.visitor.post(owner.url, data={"rows": "nonsense", "seen": "x"}).status_code == 422
    assert recorded() == before


def test_one_sheet_brings_the_metric_its_guardrail_and_what_else_is_measured(running, paster):
    found = running(measures=[TIME, CONTACTS])
    text = (
        "day,arm,metric,successes,trials,n,mean,sd,events,exposure\n"
        f"{today()},Today,first-contact resolution,43,61,,,,,\n"
        f"{today()},Today,handling time,,,100,6.5,2.1,,\n"
        f"{today()},Today,contacts,,,,,,212,5300\n"
    )
    owner = paster(found)
    looked = owner.looks(text)
    assert "first-contact resolution" in looked.text
    assert owner.keeps(looked).status_code == 303
    assert recorded() == [
        (None, 43, 61, None),
        ("handling time", 650, 100, 2.1),
        ("contacts", 212, 5.3, None),
    ]


def test_single_values_are_put_together(running, paster):
    found = running(metric_kind="mean", unit="min", direction="down", baseline=6.5, target=5.5)
    owner = paster(found)
    looked = owner.looks("day,arm,value\n" + "\n".join(f"{today()},Today,{value}" for value in (2, 4, 6, 8)))
    assert owner.keeps(looked).status_code == 303
    assert recorded() == [(None, 20, 4, 2.58198889747)]


def test_the_empty_file_holds_every_day_and_arm_of_the_plan(running, as_user):
    found = running(starts_on=today(), ends_on=today() + timedelta(days=9), measures=[TIME])
    answer = as_user(factories.person()).get(f"/experiments/{found.id}/data-to-fill-in.csv")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    lines = answer.text.splitlines()
    assert lines[0].removeprefix("\ufeff") == "day,arm,metric,successes,trials,n,sum,sd"
    assert len(lines) == 1 + 10 * 2 * 2


def test_somebody_else_cannot_bring_a_sheet(running, as_user):
    found = running()
    assert as_user(factories.person()).get(f"/experiments/{found.id}/paste").status_code == 403


def test_two_years_of_twenty_arms_come_in_one_file_within_seconds(running, paster):
    arms = [f"Team {n}" for n in range(20)]
    first = today() - timedelta(days=364)
    found = running(arms=arms, starts_on=first, ends_on=today())
    lines = [
        f"{first + timedelta(days=n)},{arm},{200 + n % 50},{500 + place}"
        for n in range(365)
        for place, arm in enumerate(arms)
    ]
    owner = paster(found)
    looked = owner.looks(file=("day,arm,successes,trials\n" + "\n".join(lines)).encode())
    assert "Keep 7,300 rows" in looked.text
    assert owner.keeps(looked).status_code == 303
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Measurement)) == 7300


# The grid.


def test_each_metric_has_a_grid_of_its_own(running, as_user):
    found = running(measures=[TIME])
    arm, measure = found.arms[0].id, measure_id("handling time")
    owner, url = as_user(found.owner), f"/experiments/{found.id}/data"
    page = owner.get(f"{url}?metric={measure}")
    assert "Total (min)" in page.text
    typed = {"metric": measure, f"amount-{arm}-{today()}": "652,5", f"base-{arm}-{today()}": "100"}
    answer = owner.post(url, data=typed)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{url}?metric={measure}")
    assert recorded() == [("handling time", 652.5, 100, None)]
    assert 'value="652.5"' in owner.get(f"{url}?metric={measure}").text
    assert 'value="652.5"' not in owner.get(url).text


def test_a_correction_says_of_which_metric_it_is(running, as_user, arm_ids):
    found = running(measures=[TIME])
    row = Row(arm_ids(found)[0], today(), 652.5, 100, 2.1, measure_id("handling time"))
    commands.record_measurements(found.owner, found, rows=[row])
    commands.record_measurements(found.owner, found, rows=[row._replace(amount=640.0)], reason="Misread")
    keep()
    (one,) = queries.corrections(found)
    assert (one.metric, one.before) == ("handling time", "652.5\u00a0min in 100, spread 2.1\u00a0min")
    assert "Today, handling time" in as_user(factories.person()).get(f"/experiments/{found.id}/data").text


def test_a_metric_that_is_not_measured_is_refused(running, arm_ids):
    mine, other = running(measures=[TIME]), running(measures=[CONTACTS])
    foreign = db.session.scalar(sa.select(Measure.id).where(Measure.experiment_id == other.id))
    with pytest.raises(BadInput, match="not measured in this experiment"):
        commands.record_measurements(mine.owner, mine, rows=[Row(arm_ids(mine)[0], today(), 1, 2, None, foreign)])


def test_before_and_after_has_one_column_whose_day_says_the_arm(running, as_user):
    switch_on = today() - timedelta(days=2)
    found = running(design=Design.BEFORE_AFTER, switch_on=switch_on)
    before, after = found.arms
    owner, url = as_user(found.owner), f"/experiments/{found.id}/data"
    page = owner.get(url).text
    assert f'name="amount-{after.id}-{today()}"' in page
    assert f'name="amount-{before.id}-{today()}"' not in page
    early = switch_on - timedelta(days=1)
    assert f'name="amount-{before.id}-{early}"' in page
    owner.post(url, data={f"amount-{before.id}-{early}": "4", f"base-{before.id}-{early}": "6"})
    assert recorded() == [(None, 4, 6, None)]
    with pytest.raises(BadInput, match="other side of the change"):
        commands.record_measurements(found.owner, found, rows=[(before.id, today(), 1, 2, None)])


def test_twenty_arms_have_a_line_each_and_fit_into_one_form(running, as_user):
    found = running(arms=[f"Team {n}" for n in range(20)], starts_on=today() - timedelta(days=30))
    owner, url = as_user(found.owner), f"/experiments/{found.id}/data"
    page = owner.get(url)
    fields = dict(re.findall(r'<input[^>]*name="((?:amount|base|was)-[^"]*)"[^>]*value="([^"]*)"', page.text))
    assert len(fields) <= 180
    typed = {
        name: "4" if name.startswith("amount") else "6" if name.startswith("base") else value
        for name, value in fields.items()
    }
    assert owner.post(url, data=typed).status_code == 303
    assert len(recorded()) == len(fields) / 3
    assert words(owner.get(url)).count("Team 19") >= 1


def test_others_read_the_numbers_day_by_day(measured, as_user):
    found = measured()
    page = as_user(factories.person()).get(f"/experiments/{found.id}/data")
    assert "310 of 500" in page.text
    assert "Keep these numbers" not in page.text


def test_a_page_of_data_asks_as_much_for_many_days_as_for_few(running, as_user, arm_ids):
    found = running(starts_on=today() - timedelta(days=300), ends_on=today(), measures=[TIME, CONTACTS])
    visitor, url = as_user(found.owner), f"/experiments/{found.id}/data"
    visitor.get(url)
    with counted() as few:
        visitor.get(url)
    rows = [(arm, today() - timedelta(days=n), 3, 5, None) for arm in arm_ids(found) for n in range(300)]
    commands.record_measurements(found.owner, found, rows=rows)
    keep()
    with counted() as many:
        visitor.get(url)
    assert len(many) == len(few) <= 16


def test_two_who_bring_the_same_sheet_at_once_keep_it_once(running, arm_ids, at_once):
    found = running()
    experiment_id, owner_id, arm = found.id, found.owner_id, arm_ids(found)[0]

    def bring():
        experiment = db.session.get_one(Experiment, experiment_id)
        rows = [(arm, today() - timedelta(days=n), 3, 5, None) for n in range(5)]
        return commands.record_measurements(experiment.owner, experiment, rows=rows)

    assert owner_id
    assert sorted(at_once([bring, bring])) == [0, 5]
    assert len(recorded()) == 5
