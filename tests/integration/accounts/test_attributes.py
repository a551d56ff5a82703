"""Attributes are pasted, looked at and kept whole, or not at all."""

import pytest
import sqlalchemy as sa

from innovate.accounts import attribute_sheets, commands
from innovate.accounts.models import Attribute, PersonAttribute
from innovate.accounts.queries import attributes
from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed
from tests import factories

IDS = {"ana@home.test": 1, "bo@home.test": 2, "cy@home.test": 3}


@pytest.mark.parametrize(
    "text",
    [
        "ana@home.test,Full\nbo@home.test,Part",
        "E-mail;Contract\r\nANA@home.test;Full\r\n\r\nbo@home.test;Part\r\n",
        "\ufeffana@home.test\tFull\nbo@home.test\t Part ",
    ],
)
def test_a_sheet_is_read_as_spreadsheets_write_it(text):
    sheet = attribute_sheets.read(text, IDS)
    assert (sheet.values, sheet.wrong) == ({1: "Full", 2: "Part"}, ())
    assert sheet.groups == (("Full", 1), ("Part", 1))


def test_one_line_parted_in_another_way_is_the_only_one_that_is_wrong():
    sheet = attribute_sheets.read("ana@home.test,Full\nbo@home.test;Part", IDS)
    assert [(one.line, one.sentence) for one in sheet.wrong] == [
        (2, "This needs two parts, an e-mail and a value, with a comma between them.")
    ]
    semicolons = attribute_sheets.read("ana@home.test;Full, by day\nbo@home.test;Part", IDS)
    assert semicolons.values == {1: "Full, by day", 2: "Part"}
    (wrong,) = attribute_sheets.read("ana@home.test;Full\nbo@home.test,Part", IDS).wrong
    assert (wrong.line, "with a semicolon between" in wrong.sentence) == (2, True)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("ana@home.test,Full\nzoe@home.test,Part", 2, "Nobody here"),
        ("ana@home.test,Full\nana@home.test,Part", 2, "earlier line"),
        ("ana@home.test", 1, "two parts"),
        ("ana@home.test,Full,time", 1, "two parts"),
        ("ana@home.test,", 1, "missing"),
        ("ana@home.test," + "x" * 61, 1, "within 60"),
        ("E-mail,Contract", 1, "nothing to read"),
        ('ana@home.test,"Full', 1, ""),
    ],
)
def test_what_cannot_be_taken_is_said_by_its_line(text, line, words):
    sheet = attribute_sheets.read(text, IDS)
    if words:
        assert (sheet.wrong[0].line, words in sheet.wrong[0].sentence) == (line, True)


def test_it_is_shown_first_and_kept_only_when_all_of_it_can_be(as_user):
    hr, ana, bo = factories.hr(), factories.person(), factories.person()
    visit = as_user(hr)
    page = visit.post("/rewards/attributes", data={"name": "Contract"}).location
    good, bad = f"{ana.email},Full\n{bo.email},Part", f"{ana.email},Full\nnobody@home.test,Part"
    assert "This is what would be kept" in visit.post(page, data={"sheet": good}).text
    answer = visit.post(page, data={"sheet": bad, "keep": "yes"})
    assert (answer.status_code, "Line 2: Nobody here" in answer.text) == (422, True)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(PersonAttribute)) == 0
    assert visit.post(page, data={"sheet": good, "keep": "yes"}).status_code == 303
    assert [(one.name, one.people, one.values) for one in attributes()] == [("Contract", 2, 2)]


@pytest.mark.usefixtures("app")
def test_what_is_pasted_replaces_all_that_stood():
    hr, ana, bo = factories.hr(), factories.person(), factories.person()
    contract = commands.save_attribute(hr, None, name="Contract")
    commands.fill_attribute(hr, contract, values={ana.id: "Full", bo.id: "Part"})
    commands.fill_attribute(hr, contract, values={bo.id: "Full"})
    found = db.session.execute(sa.select(PersonAttribute.person_id, PersonAttribute.value)).all()
    assert [tuple(row) for row in found] == [(bo.id, "Full")]


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("name", ["contract", "Team", "time with us"])
def test_a_name_that_is_taken_is_refused(name):
    hr = factories.hr()
    commands.save_attribute(hr, None, name="Contract")
    with pytest.raises(BadInput):
        commands.save_attribute(hr, None, name=name)


@pytest.mark.usefixtures("app")
def test_only_hr_keeps_attributes():
    with pytest.raises(NotAllowed):
        commands.save_attribute(factories.admin(), None, name="Contract")


def test_it_is_renamed_and_removed_with_its_values(as_user):
    hr, ana = factories.hr(), factories.person()
    contract = commands.save_attribute(hr, None, name="Contract")
    commands.fill_attribute(hr, contract, values={ana.id: "Full"})
    visit, path = as_user(hr), f"/rewards/attributes/{contract.id}"
    assert visit.post(f"{path}/name", data={"name": ""}).status_code == 422
    assert visit.post(f"{path}/name", data={"name": "Terms"}).status_code == 303
    assert "Terms" in visit.get(path).text
    assert visit.post(f"{path}/remove").status_code == 303
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Attribute)) == 0
    assert visit.get(path).status_code == 404
