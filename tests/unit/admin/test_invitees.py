"""Whom a pasted list invites."""

import pytest

from innovate.admin.invitees import Invitee, addresses, parsed

ANA = Invitee("Ana Lind", "ana@company.example")


@pytest.mark.parametrize(
    "line",
    [
        "Ana Lind, ana@company.example",
        "Ana Lind <Ana@Company.example>",
        "ana@company.example; Ana Lind",
        "Ana Lind\tana@company.example",
        '"Ana Lind" <ana@company.example>,',
        "  Ana   Lind   ana@company.example  ",
    ],
)
def test_a_line_is_read_as_people_write_it(line):
    assert parsed(line) == ([ANA], [])


def test_empty_lines_are_passed_over_and_every_wrong_line_is_named():
    text = "Ana Lind, ana@company.example\n\nBo Berg\nana@company.example, Anna\neve@x.example\nKim, kim@x.example"
    found, problems = parsed(text, {"kim@x.example"})
    assert found == [ANA]
    assert [problem.split(":")[0] for problem in problems] == ["Line 3", "Line 4", "Line 5", "Line 6"]
    assert "twice" in problems[1]
    assert "here already" in problems[3]


def test_nothing_pasted_is_said_so():
    assert parsed(" \n ")[1]


def test_two_hundred_at_most():
    lines = "\n".join(f"Person {n}, p{n}@x.example" for n in range(201))
    assert "at most 200" in parsed(lines)[1][0]


def test_addresses_are_found_wherever_they_stand():
    assert addresses("Ana <A@x.example>; b@x.example, c") == ["a@x.example", "b@x.example"]
