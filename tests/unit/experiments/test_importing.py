"""A sheet from a spreadsheet is taken as it was meant and as a whole, or refused by line and column."""

import base64
import time
import zlib
from datetime import date, timedelta

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from innovate.core.errors import BadInput
from innovate.experiments.importing import Asked, Subject, blank, compare, pack, print_of, read_sheet, text_of, unpack
from innovate.experiments.importing.decoding import GUESSED, MOST_BYTES
from innovate.experiments.measuring import Cell, Row
from innovate.experiments.metric import Metric
from innovate.experiments.models import Direction, MetricKind

SHARE = Metric("resolution", MetricKind.SHARE, "", Direction.UP, 0.62, 0.68)
MEAN = Metric("handling time", MetricKind.MEAN, "min", Direction.DOWN, 6.5, 5.5)
RATE = Metric("contacts", MetricKind.RATE, "per 1,000 orders", Direction.DOWN, 40.0, 34.0)
ARMS = {"Today": 1, "Phone label": 2}
THIRD = date(2026, 11, 3)


def asked(*metrics, arms=ARMS, switch_on=None):
    subjects = tuple(Subject(place or None, metric) for place, metric in enumerate(metrics or (SHARE,)))
    return Asked(subjects, dict(arms), date(2026, 11, 1), date(2026, 11, 30), date(2026, 11, 20), switch_on)


def read(text, *metrics, **plan):
    return read_sheet(text, asked(*metrics, **plan))


def rows(text, *metrics, **plan):
    sheet = read(text, *metrics, **plan)
    assert (sheet.problem, sheet.wrong) == ("", [])
    return [tuple(row) for row in sheet.rows]


# What parts cells, and where the columns stand.


@pytest.mark.parametrize("separator", ["\t", ",", ";", " , "])
def test_lines_are_read_whatever_parts_their_cells(separator):
    cells = ("2026-11-03", "phone LABEL", "43", "61")
    assert rows(separator.join(cells)) == [(2, THIRD, 43.0, 61.0, None, None)]


def test_heads_empty_lines_and_what_a_spreadsheet_says_of_itself_are_passed_over():
    assert len(rows("sep=;\r\nDay;Arm;Successes;Trials\r\n\r\n2026-11-03;Today;4;6\r\n")) == 1


def test_columns_are_known_by_their_heads_in_any_order():
    text = "trials,arm,comment,day,successes\n61,Today,rainy,3.11.2026,43"
    assert rows(text) == [(1, THIRD, 43.0, 61.0, None, None)]
    assert read(text).unknown == ("comment",)


def test_the_words_of_our_own_pages_are_heads_too():
    assert rows("Day\tArm\tEvents\tOrders\n2026-11-03\tToday\t212\t5300", RATE) == [(1, THIRD, 212, 5.3, None, None)]
    assert rows("Day\tArm\tTotal (min)\tCount\n2026-11-03\tToday\t650\t100", MEAN) == [(1, THIRD, 650, 100, None, None)]


@pytest.mark.parametrize(
    "text",
    [
        "n,sum,sum_sq,day,arm\n4,20,120,2026-11-03,Today",
        "day,arm,n,mean,sd\n2026-11-03,Today,4,5,2.58198889747",
        "day,arm,sum,count,spread\n2026-11-03,Today,20,4,2.58198889747",
        "day,arm,value\n2026-11-03,Today,2\n2026-11-03,Today,8\n2026-11-03,Today,4\n2026-11-03,Today,6",
    ],
)
def test_a_mean_comes_as_sums_as_mean_and_deviation_or_as_single_values(text):
    assert rows(text, MEAN) == [(1, THIRD, 20.0, 4.0, 2.58198889747, None)]


def test_single_values_taken_in_another_order_are_the_same_day():
    values = [0.1, 0.7, 1e6, 0.2, 3.3]
    text = "day,arm,value\n" + "\n".join(f"2026-11-03,Today,{value}" for value in values)
    turned = "day,arm,value\n" + "\n".join(f"2026-11-03,Today,{value}" for value in reversed(values))
    assert rows(text, MEAN) == rows(turned, MEAN)


def test_one_sheet_brings_several_metrics():
    text = (
        "day,arm,metric,successes,trials,n,sum,sd,events,exposure\n"
        "2026-11-03,Today,Resolution,43,61,,,,,\n"
        "2026-11-03,Today,handling time,,,100,650,2.1,,\n"
        "2026-11-03,Today,contacts,,,,,,212,5300\n"
    )
    found = rows(text, SHARE, MEAN, RATE)
    assert [row[2:] for row in found] == [(43, 61, None, None), (650, 100, 2.1, 1), (212, 5.3, None, 2)]


@pytest.mark.parametrize(
    "heads",
    [
        "day\tToday successes\tToday trials\tPhone label: successes\tPhone label: trials\n",
        "day\tsuccesses (Today)\ttrials (Today)\tTrials, Phone label\tSuccesses, Phone label\n",
        "\tToday\t\tPhone label\t\nday\tsuccesses\ttrials\tsuccesses\ttrials\n",
        "Today\t\tPhone label\t\nday\tsuccesses\ttrials\tsuccesses\ttrials\n",
    ],
)
def test_days_down_and_arms_across_is_read_too(heads):
    values = "43\t61\t64\t50" if "Trials," in heads else "43\t61\t50\t64"
    found = rows(f"{heads}2026-11-03\t{values}\n2026-11-04\t1\t2\t\t\n")
    assert [row[:4] for row in found] == [
        (1, THIRD, 43, 61),
        (2, THIRD, 50, 64),
        (1, THIRD + timedelta(days=1), 1, 2),
    ]


@pytest.mark.parametrize("arms", ["", "day,"])
def test_before_and_after_the_day_says_the_arm(arms):
    text = "day,successes,trials\n2026-11-03,4,6\n2026-11-10,5,6" if arms else "2026-11-03,4,6\n2026-11-10,5,6"
    assert [row[0] for row in rows(text, switch_on=date(2026, 11, 10))] == [1, 2]


def test_before_and_after_the_wrong_arm_is_refused():
    (wrong,) = read("day,arm,successes,trials\n2026-11-03,Phone label,4,6", switch_on=date(2026, 11, 10)).wrong
    assert wrong.sentence == "That day belongs to “Today”."


# Numbers.


def test_a_sheet_with_one_decimal_comma_means_every_comma_so():
    text = "day;arm;n;sum\n2026-11-03;Today;100;652,5\n2026-11-04;Today;100;652,125\n2026-11-05;Today;100;1.652,5"
    assert [row[2] for row in rows(text, MEAN)] == [652.5, 652.125, 1652.5]


def test_a_number_that_can_be_read_in_two_ways_is_asked_about():
    (wrong,) = read("day\tarm\tn\tsum\n2026-11-03\tToday\t100\t652,125", MEAN).wrong
    assert wrong.sentence == "“652,125” can be read in two ways. Write 652125 or 652.125."


def test_a_count_with_its_thousands_parted_is_a_count():
    assert rows("day\tarm\tsuccesses\ttrials\n2026-11-03\tToday\t1,043\t5,061")[0][2:4] == (1043, 5061)


# What cannot be taken.


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("2026-11-03\tToday\t4", "4", "Expected 4 cells, found 3"),
        ("3 November\tToday\t4\t6", "1", "is not a day"),
        ("2026-02-30\tToday\t4\t6", "1", "is not a day"),
        ("2026-11-03\tYesterday\t4\t6", "2", "no arm named"),
        ("2026-11-03\tToday\tmany\t6", "3", "is not a number"),
        ("2026-11-03\tToday\t7\t6", "3", "larger than the second"),
        ("2026-11-03\tToday\t1.5\t6", "3", "whole numbers"),
        ("2026-11-03\tToday\t0\t0", "3", "above zero"),
        ("2026-11-21\tToday\t4\t6", "1", "not come yet"),
        ("2026-10-31\tToday\t4\t6", "1", "runs from 2026-11-01"),
        ("day\tarm\tsuccesses\ttrials\n2026-11-03\tToday\t4\tsix", "trials", "is not a number"),
        ("day\tarm\tsuccesses\ttrials\n2026-11-03\tToday\t4", "successes", "the second number is missing"),
        ("day\tarm\tsuccesses\ttrials\n2026-11-03\tToday\t4\t6\t1", "5", "more cells here than heads"),
    ],
)
def test_a_line_that_cannot_be_says_where_and_why(text, column, words):
    sheet = read(text)
    (wrong,) = sheet.wrong
    assert words in wrong.sentence
    assert wrong.column == column
    assert wrong.line == text.count("\n") + 1
    assert not sheet.is_right


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "nothing to read"),
        ("day,arm,successes\n2026-11-03,Today,4", "could not find the numbers"),
        ("arm,successes,trials\nToday,4,6", "no column for the day"),
        ("day,successes,trials\n2026-11-03,4,6", "no column for the arm"),
        ("day,arm,successes,trials\n", "no numbers"),
        ('day,arm,successes,trials\n2026-11-03,"Today' + "x" * 140_000, "too long"),
    ],
)
def test_a_sheet_that_cannot_be_read_says_what_is_missing(text, words):
    sheet = read(text)
    assert words in sheet.problem
    assert not sheet.is_right


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "day,arm,metric,successes,trials,n,sum\n2026-11-03,Today,resolution,4,6,5,\n",
            "does not belong to that metric",
        ),
        ("day,arm,metric,successes,trials,n,sum\n2026-11-03,Today,smiles,4,6,,\n", "is not measured"),
        ("day,arm,n,sum,sum_sq\n2026-11-03,Today,4,20,90", "too small for that sum"),
        ("day,arm,n,sum,mean\n2026-11-03,Today,4,20,6", "not the sum over the count"),
        ("day,arm,value,n,sum\n2026-11-03,Today,4,5,20", "stands alone"),
        ("day,arm,value,n,sum\n2026-11-03,Today,,5,20\n2026-11-03,Today,4,,", "earlier line already, line 2"),
    ],
)
def test_numbers_that_contradict_one_another_are_refused(text, words):
    metrics = (SHARE, MEAN) if "metric" in text else (MEAN,)
    assert words in read(text, *metrics).wrong[0].sentence


def test_the_same_arm_and_day_twice_is_refused_at_the_later_line():
    (wrong,) = read("2026-11-03\tToday\t4\t6\n2026-11-03\ttoday\t5\t6").wrong
    assert (wrong.line, wrong.sentence) == (2, "This arm and day are on an earlier line already, line 1.")


@given(st.text(max_size=200), st.sampled_from([SHARE, MEAN, RATE]), st.sampled_from([None, date(2026, 11, 10)]))
def test_any_text_is_answered(text, metric, switch_on):
    sheet = read(text, metric, switch_on=switch_on)
    assert sheet.is_right or sheet.problem or sheet.wrong


@given(st.lists(st.lists(st.sampled_from(["day", "Today", "n", "4", "1,5", "", "2026-11-03", '"', "sum"]), max_size=6)))
def test_any_sheet_is_answered(lines):
    sheet = read("\n".join("\t".join(line) for line in lines), MEAN)
    assert sheet.is_right or sheet.problem or sheet.wrong


# An empty file to fill in.


def test_the_empty_file_is_read_once_it_is_filled_in():
    plan = asked(SHARE, MEAN, arms={"=Today": 1, "Phone, large": 2})
    lines = list(blank(plan))
    assert lines[0] == "day,arm,metric,successes,trials,n,sum,sd\r\n"
    assert len(lines) == 1 + 30 * 2 * 2
    assert "'=Today" in lines[1]
    filled = "".join(line.replace("resolution,,", "resolution,4,6") for line in lines)
    sheet = read_sheet(filled, plan)
    assert sheet.wrong[0].sentence == "That day has not come yet."
    until_today = [line for line in filled.splitlines() if not line[:10] > "2026-11-20" or line.startswith("day")]
    sheet = read_sheet("\n".join(until_today), plan)
    assert (len(sheet.rows), sheet.empty, sheet.wrong) == (40, 40, [])


def test_the_empty_file_of_before_and_after_has_one_line_a_day():
    lines = list(blank(asked(switch_on=date(2026, 11, 2))))
    assert [line.split(",")[1] for line in lines[1:4]] == ["Today", "Phone label", "Phone label"]


# Bytes.


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_is_text_in_any_of_its_usual_forms(encoding):
    text = "day;arm;successes;trials\n2026-11-03;Größe;4;6\n"
    decoded = text_of(text.encode(encoding))
    assert (decoded.text.removeprefix("\ufeff"), decoded.guess) == (text, "")


def test_letters_that_had_to_be_guessed_are_said():
    decoded = text_of("day;arm\n2026-11-03;Größe\n".encode("latin-1"))
    assert "Größe" in decoded.text
    assert decoded.guess == GUESSED


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04\x14\x00\x06\x00", b"\x89PNG\r\n\x1a\n\0\0", b"\xff\xfe\x00\xd8", b"%PDF-1.7\n\x00\x01\x02"]
)
def test_what_is_no_text_is_refused_in_a_sentence(data):
    with pytest.raises(BadInput, match="is not text"):
        text_of(data)


@pytest.mark.parametrize(("data", "words"), [(b"", "empty"), (b" \n", "empty"), (b"a" * (MOST_BYTES + 1), "larger")])
def test_nothing_and_too_much_are_refused(data, words):
    with pytest.raises(BadInput, match=words):
        text_of(data)


# Carried along until they are kept.

ROWS = [
    Row(2, THIRD, 652.55, 148.0, 2.1, 7),
    Row(1, THIRD, 43.0, 61.0),
    Row(1, date(2026, 1, 3), 212.0, 5.3),
]


def test_packed_rows_come_through_as_they_were():
    assert set(unpack(pack(ROWS))) == set(ROWS)


@pytest.mark.parametrize(
    "packed",
    [
        "",
        "nothing of ours",
        pack(ROWS)[:-8],
        base64.urlsafe_b64encode(zlib.compress(b"[1,2]")).decode(),
        base64.urlsafe_b64encode(zlib.compress(b'[[1],[1],["x"],[1],[1],[1]]')).decode(),
        base64.urlsafe_b64encode(zlib.compress(b"[[1],[1],[99999999999],[1],[1],[1]]")).decode(),
        base64.urlsafe_b64encode(zlib.compress(b"[[1],[1],[1],[1],[1]]")).decode(),
        base64.urlsafe_b64encode(zlib.compress(b"0" * 50_000_000)).decode(),
        base64.urlsafe_b64encode(zlib.compress(orjson.dumps([[None] * 60_001] * 6))).decode(),
    ],
)
def test_what_was_not_packed_by_us_is_refused(packed):
    with pytest.raises(BadInput, match="did not come through"):
        unpack(packed)


# Beside what stands.


def test_each_row_is_new_changed_or_as_it_stands():
    given_rows = [Row(1, THIRD + timedelta(days=n), 4.0 + n, 10.0) for n in range(3)]
    kept = {Cell(1, THIRD): (4.0, 10.0, None), Cell(1, THIRD + timedelta(days=1)): (9.0, 10.0, None)}
    found = compare(given_rows, kept, asked().subjects, ARMS)
    assert (found.new, found.changed, found.unchanged) == (1, 1, 1)
    assert (found.changes[0].before, found.changes[0].after) == ("9 of 10", "5 of 10")
    assert [(part.arm, part.days, part.new, part.changed) for part in found.parts] == [("Today", 3, 1, 1)]


def test_the_print_of_what_stands_changes_with_it_and_not_with_the_order_of_rows():
    kept = {Cell(1, THIRD): (4.0, 10.0, None)}
    assert print_of(ROWS, kept) == print_of(ROWS[::-1], kept)
    assert print_of(ROWS, kept) != print_of(ROWS, {Cell(1, THIRD): (5.0, 10.0, None)})


@pytest.mark.parametrize("head", ["(" * 120_000, "()" * 60_000, ")" * 120_000, "(" + " " * 120_000])
def test_a_head_that_is_all_brackets_is_read_at_once(head):
    began = time.process_time()
    assert read_sheet(f"day\tarm\t{head}\n", asked()).problem
    assert time.process_time() - began < 5


@pytest.mark.parametrize("text", ["a" + "\u0301\u0323" * 1_000_000, "day\tarm" + "\tx" * 1_000_000])
def test_a_sheet_made_to_be_slow_is_refused_at_once(text):
    began = time.process_time()
    assert read_sheet(text, asked()).problem
    assert time.process_time() - began < 5
