"""What cannot be read is refused with its line and column, and nothing is printed."""

import pytest
from click.testing import CliRunner

from innovate.cli import readout
from innovate.experiments.reading_file import loading

SHARE = "day,arm,successes,trials\n2026-06-01,control,3,10\n2026-06-01,new,5,10\n"
RATE = "day,arm,events,exposure\n2026-06-01,control,3,10\n2026-06-01,new,5,10\n"
MEAN = "day,arm,n,sum,sum_sq\n2026-06-01,control,3,6,14\n2026-06-01,new,3,9,29\n"
STEPPED = (
    "day,arm,unit,treated,successes,trials\n"
    "2026-06-01,control,north,0,3,10\n2026-06-01,control,south,0,4,10\n"
    "2026-06-02,new,north,1,6,10\n2026-06-02,control,south,0,4,10\n"
)
SWITCHED = "day,arm,successes,trials\n2026-06-01,control,3,10\n2026-06-02,control,3,10\n2026-06-03,after,5,10\n"


def asked(text, *words, metric="share"):
    """What the command does with that on its standard input."""
    return CliRunner().invoke(readout, ["-", "--metric", metric, *words], input=text)


def changed(text, old, new):
    assert old in text
    return text.replace(old, new, 1)


REFUSED = [
    # the header
    ("", "line 1: the file is empty"),
    ("\n\n \n", "line 1: the file is empty"),
    ("day,arm,successes,trials\n", "line 2: there is no line under the header"),
    (SHARE.split("\n", 1)[1], "line 1, column 2026-06-01: this column is not known"),
    (changed(SHARE, "trials", "tries"), "line 1, column tries: this column is not known"),
    (changed(SHARE, ",trials", ""), "line 1, column trials: this column is missing"),
    (changed(SHARE, "successes", "day"), "line 1, column day: this column is there twice"),
    (changed(SHARE, "trials", ""), "line 1, column 4, which has no name,: this column is not known"),
    # lines and cells
    (changed(SHARE, "3,10", "3"), "line 2, column trials: the line ends before this column"),
    (changed(SHARE, "5,10", "5,10,2"), "line 3, column 5: the line has 5 cells, the header 4"),
    (changed(SHARE, "control", '"control'), "the quotes of this line do not match"),
    (changed(SHARE, "new", "n\x1bew"), "line 3, column 13: this is no text file"),
    (changed(SHARE, "new", "n\u202eew"), "line 3, column 2: a cell holds a character that cannot be shown"),
    (changed(SHARE, "new", "n" * 201), "line 3, column 2: a cell has 201 characters"),
    (changed(SHARE, "new", ""), "line 3, column arm: this cell is empty"),
    # days
    (changed(SHARE, "2026-06-01", "01.06.2026"), "line 2, column day: “01.06.2026” is not a day"),
    (changed(SHARE, "2026-06-01", "2026-02-30"), "line 2, column day: “2026-02-30” is not a day"),
    (changed(SHARE, "2026-06-01", "20260601"), "line 2, column day: “20260601” is not a day"),
    (changed(SHARE, "2026-06-01", "2026-W23-1"), "line 2, column day: “2026-W23-1” is not a day"),
    (changed(SHARE, "2026-06-01", "1926-06-01"), "line 3, column day: this day lies more than ten years"),
    # numbers
    (changed(SHARE, "3,10", "x,10"), "line 2, column successes: “x” is not a number"),
    (changed(SHARE, "3,10", ",10"), "line 2, column successes: this cell is empty"),
    (changed(SHARE, "3,10", "-3,10"), "line 2, column successes: “-3” is negative"),
    (changed(SHARE, "3,10", "3.5,10"), "line 2, column successes: “3.5” is not a whole number"),
    (changed(SHARE, "3,10", "11,10"), "line 2, column successes: 11 successes are more than 10 trials"),
    (changed(SHARE, "3,10", "nan,10"), "line 2, column successes: “nan” is not a number"),
    (changed(SHARE, "3,10", "3,inf"), "line 2, column trials: “inf” is not a number"),
    (changed(SHARE, "3,10", "3,1e400"), "line 2, column trials: “1e400” is too large"),
    (changed(SHARE, "3,10", "3,1e99999999"), "line 2, column trials: “1e99999999” is not a number"),
    (changed(SHARE, "3,10", "3,1e16"), "line 2, column trials: “1e16” is too large"),
    (changed(SHARE, "3,10", '3,"1,000"'), "line 2, column trials: “1,000” is not a number"),
    (changed(SHARE, "3,10", "3,1_000"), "line 2, column trials: “1_000” is not a number"),
    (changed(SHARE, "3,10", "٣,10"), "line 2, column successes: “٣” is not a number"),
    (changed(SHARE, "5,10", "0,0"), "line 1, column trials: “new” has none on any day"),
    # arms
    (SHARE + "2026-06-01,new,1,10\n", "line 4, column day: “new” has this day on line 3 already"),
    (SHARE + "2026-06-02,New,1,10\n", "line 4, column arm: “New” is written “new” before"),
    (SHARE.rsplit("\n", 2)[0] + "\n", "line 1, column arm: there is only one arm"),
    (changed(SHARE, "control", "old"), "line 1, column arm: there is no arm named “control”. Name one with --control"),
]


@pytest.mark.parametrize(("text", "problem"), REFUSED)
def test_a_share_that_cannot_be_read_is_refused(text, problem):
    found = asked(text)
    assert problem in found.stderr
    assert (found.exit_code, found.stdout) == (2, "")


@pytest.mark.parametrize(
    ("metric", "text", "problem"),
    [
        ("rate", changed(RATE, "3,10", "3,0"), "line 2, column exposure: there are events without exposure"),
        ("rate", changed(RATE, "3,10", "3,-1"), "line 2, column exposure: “-1” is negative"),
        ("rate", changed(RATE, "3,10", "3.5,10"), "line 2, column events: “3.5” is not a whole number"),
        ("rate", changed(RATE, "5,10", "0,0"), "line 1, column exposure: “new” has none on any day"),
        ("rate", SHARE, "line 1, column successes: this column is not known here. Give day, arm, events, exposure"),
        ("mean", changed(MEAN, "6,14", "6,11.99"), "line 2, column sum_sq: 11.99 is too small for a sum of 6"),
        ("mean", changed(MEAN, "6,14", "6,-1"), "line 2, column sum_sq: “-1” is negative"),
        ("mean", changed(MEAN, "3,6,14", "1,6,40"), "line 2, column sum_sq: of one value this is not the square"),
        ("mean", changed(MEAN, "3,6,14", "0,6,40"), "line 2, column n: there is a sum of no values"),
        ("mean", changed(MEAN, "3,6,14", "2.5,6,40"), "line 2, column n: “2.5” is not a whole number"),
        ("mean", changed(MEAN, "3,9,29", "0,0,0"), "line 1, column n: “new” has none on any day"),
        ("mean", changed(MEAN, "sum_sq", "spread"), "line 1, column spread: this column is not known"),
    ],
)
def test_rates_and_means_have_rules_of_their_own(metric, text, problem):
    found = asked(text, metric=metric)
    assert problem in found.stderr
    assert (found.exit_code, found.stdout) == (2, "")


@pytest.mark.parametrize(
    ("design", "text", "problem"),
    [
        ("before-after", SWITCHED + "2026-06-04,control,1,10\n", "line 5, column day: “control” has a day on or after"),
        ("before-after", SHARE, "line 2, column day: “control” has a day on or after 2026-06-01"),
        ("before-after", SWITCHED + "2026-06-04,b,1,10\n", "line 1, column arm: before and after has just two arms"),
        ("before-after", changed(SWITCHED, "after", "control"), "line 1, column arm: there is only one arm"),
        ("stepped", SHARE, "line 1, column unit: this column is missing"),
        ("stepped", changed(STEPPED, ",1,6", ",2,6"), "line 4, column treated: “2” is neither 0 nor 1"),
        ("stepped", changed(STEPPED, ",0,3", ",1,3"), "line 2, column treated: “control” is the control"),
        ("stepped", changed(STEPPED, ",1,6", ",0,6"), "line 1, column treated: no line is treated"),
        (
            "stepped",
            STEPPED + "2026-06-03,new,north,0,3,10\n",
            "line 6, column treated: “north” was treated from 2026-06-02 on and is not here",
        ),
        ("stepped", STEPPED.replace("south", "north"), "line 3, column day: “north” has this day on line 2 already"),
        (
            "stepped",
            STEPPED.replace("control", "new").replace(",0,", ",1,"),
            "line 1, column treated: every line is treated",
        ),
        ("stepped", "\n".join(STEPPED.split("\n")[0:4:2]), "line 1, column unit: there is only one unit"),
        ("stepped", changed(STEPPED, "north", ""), "line 2, column unit: this cell is empty"),
        ("parallel", STEPPED, "line 1, column unit: this column is not known here"),
    ],
)
def test_each_design_has_rules_of_its_own(design, text, problem):
    found = asked(text, "--design", design)
    assert problem in found.stderr
    assert (found.exit_code, found.stdout) == (2, "")


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("--control", "old"), "there is no arm named “old”. Name one that is there: “control”, “new”"),
        (("--margin", "0"), "A margin is a number above 0"),
        (("--margin", "-0.1"), "A margin is a number above 0"),
        (("--margin", "nan"), "A margin is a number above 0"),
        (("--margin", "inf"), "A margin is a number above 0"),
        (("--margin", "2"), "The margin of a share lies between 0 and 1"),
        (("--margin", "two"), "is not a valid float"),
        (("--design", "crossover"), "is not one of"),
        (("--level", "0.9"), "No such option"),
    ],
)
def test_what_is_asked_for_must_be_there(words, problem):
    found = asked(SHARE, *words)
    assert problem in found.stderr
    assert (found.exit_code, found.stdout) == (2, "")


def test_a_margin_of_a_rate_that_would_be_all_of_it_is_refused():
    assert asked(RATE, "--margin", "1", metric="rate").exit_code == 2
    assert asked(RATE, "--margin", "1", "--lower-is-better", metric="rate").exit_code == 0


def test_files_that_are_none_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "BIGGEST", 2_000_000)
    files = {
        "binary": b"\x89PNG\r\n\x1a\n\x00\x00",
        "utf16": SHARE.encode("utf-16"),
        "latin1": SHARE.replace("new", "größer").encode("latin-1"),
        "large": b"day,arm\n" * 300_000,
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    said = {}
    for name in (*files, "missing", "", "a\x00b"):
        found = CliRunner().invoke(readout, [str(tmp_path / name), "--metric", "share"])
        assert (found.exit_code, found.stdout) == (2, ""), name
        said[name] = found.stderr
    assert "line 2, column 1: this is no text file" in said["binary"]
    assert "this is no text file" in said["utf16"]
    assert "line 3, column 14: this is not UTF-8" in said["latin1"]
    assert "this file is larger than 2 MB" in said["large"]
    assert "there is no such file" in said["missing"]
    assert "this is a folder" in said[""]


def test_a_stream_without_end_is_not_read_to_its_end(monkeypatch):
    monkeypatch.setattr(loading, "BIGGEST", 1000)
    found = asked(SHARE + "2026-06-02,new,1,10\n" * 1000)
    assert "this file is larger than" in found.stderr
    assert (found.exit_code, found.stdout) == (2, "")
