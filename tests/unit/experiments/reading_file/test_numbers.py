"""The numbers of `flask readout` are those that scipy and statsmodels find in the same file."""

import json
import math
import random
import re
import subprocess
import sys
from datetime import date, timedelta

import numpy as np
import pytest
from click.testing import CliRunner
from scipy import stats
from statsmodels.api import WLS
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

from config import ROOT
from innovate.cli import readout

START = date(2026, 6, 1)


def close(value):
    return pytest.approx(value, rel=1e-9, abs=1e-12)


def table(columns, rows):
    return "\n".join(",".join(str(cell) for cell in row) for row in (columns.split(","), *rows)) + "\n"


def read(text, metric, *words):
    found = CliRunner().invoke(readout, ["-", "--metric", metric, "--json", *words], input=text)
    assert found.exit_code == 0, found.stderr
    return json.loads(found.stdout)


def shown(text, metric, *words):
    found = CliRunner().invoke(readout, ["-", "--metric", metric, *words], input=text)
    assert found.exit_code == 0, found.stderr
    return found.stdout


def days(count):
    return [START + timedelta(days=place) for place in range(count)]


def shares(*counted, arms=("control", "new"), count=28):
    """Each arm's (successes, trials) on every day."""
    return table(
        "day,arm,successes,trials",
        [(day, arm, *one) for day in days(count) for arm, one in zip(arms, counted, strict=True)],
    )


def test_a_share_is_newcombes_interval_and_the_pooled_z_test():
    found = read(shares((62, 100), (71, 110)), "share")
    (one,) = found["comparisons"]
    ours, theirs = (71 * 28, 110 * 28), (62 * 28, 100 * 28)
    low, high = confint_proportions_2indep(*ours, *theirs, method="newcomb", compare="diff")
    _, p_value = proportions_ztest([ours[0], theirs[0]], [ours[1], theirs[1]])
    effect = ours[0] / ours[1] - theirs[0] / theirs[1]
    assert (one["estimate"], one["low"], one["high"]) == close((effect, low, high))
    assert one["p_value"] == close(p_value)
    assert one["relative"] == close(effect / (62 / 100))
    assert (one["arm"], one["control"]) == ("new", "control")
    assert (found["metric"], found["design"], found["level"]) == ("share", "parallel", 0.95)
    assert found["warnings"] == ["sample_ratio"]


def test_a_mean_is_welchs_of_all_single_values():
    chance = random.Random(5)
    values = {arm: [[chance.gauss(mean, 2) for _ in range(9)] for _ in range(14)] for arm, mean in (("A", 6), ("B", 5))}
    rows = [
        (day, arm, len(one), repr(math.fsum(one)), repr(math.fsum(value * value for value in one)))
        for arm, all_days in values.items()
        for day, one in zip(days(14), all_days, strict=True)
    ]
    (one,) = read(table("day,arm,n,sum,sum_sq", rows), "mean", "--control", "A")["comparisons"]
    ours, theirs = (np.concatenate(values[arm]) for arm in ("B", "A"))
    welch = stats.ttest_ind(ours, theirs, equal_var=False)
    interval = welch.confidence_interval()
    assert one["estimate"] == close(ours.mean() - theirs.mean())
    assert (one["low"], one["high"]) == close((interval.low, interval.high))
    assert one["p_value"] == close(welch.pvalue)
    assert one["relative"] == close(ours.mean() / theirs.mean() - 1)


@pytest.mark.parametrize(("ours", "theirs"), [((94, 120.5), (131, 118.25)), ((3, 900), (9, 450)), ((0, 10), (7, 10))])
def test_a_rate_is_the_exact_conditional_interval_and_twice_the_smaller_tail(ours, theirs):
    text = table("day,arm,events,exposure", [(START, "control", *theirs), (START, "new", *ours)])
    (one,) = read(text, "rate")["comparisons"]
    events, exposures = ours[0] + theirs[0], ours[1] / theirs[1]
    exact = stats.binomtest(ours[0], events).proportion_ci(method="exact")
    part = ours[1] / (ours[1] + theirs[1])
    tails = stats.binom.cdf(ours[0], events, part), stats.binom.sf(ours[0] - 1, events, part)
    odds = [bound / (1 - bound) / exposures for bound in (exact.low, exact.high)]
    assert one["estimate"] == close(ours[0] / ours[1] / (theirs[0] / theirs[1]))
    assert [one["low"], one["high"]] == close(odds)
    assert one["p_value"] == close(min(1, 2 * min(tails)))
    assert one["relative"] == close(one["estimate"] - 1)


def test_before_and_after_is_the_step_of_a_regression_with_trend_and_weekdays():
    chance = random.Random(2)
    rows = [
        (
            day,
            "control" if place < 28 else "new",
            100 + chance.randint(-8, 8) + 9 * (place >= 28),
            180 + chance.randint(0, 9),
        )
        for place, day in enumerate(days(56))
    ]
    (one,) = read(table("day,arm,successes,trials", rows), "share", "--design", "before-after")["comparisons"]
    values = np.array([row[2] / row[3] for row in rows])
    weekdays = [[float(row[0].weekday() == place) for place in range(1, 7)] for row in rows]
    design = [[float(place >= 28), 1.0, float(place), *weekdays[place]] for place in range(56)]
    fitted = WLS(values, np.array(design), weights=[row[3] for row in rows]).fit()
    assert one["estimate"] == close(fitted.params[0])
    assert one["low"] < one["estimate"] < one["high"]
    assert (one["arm"], one["control"]) == ("new", "control")


def test_a_rollout_is_two_way_fixed_effects():
    chance = random.Random(4)
    rows = []
    for unit in range(12):
        begins = 4 + 2 * unit if unit < 10 else 99
        for place, day in enumerate(days(28)):
            treated = place >= begins
            rows.append(
                (day, "new" if treated else "control", f"team {unit}", int(treated), 90 + chance.randint(0, 20), 180)
            )
    found = read(table("day,arm,unit,treated,successes,trials", rows), "share", "--design", "stepped")
    (one,) = found["comparisons"]
    names = sorted({row[2] for row in rows})
    design = [
        [float(row[3]), *(float(row[2] == name) for name in names), *(float(row[0] == day) for day in days(28)[1:])]
        for row in rows
    ]
    fitted = WLS([row[4] / row[5] for row in rows], np.array(design), weights=[row[5] for row in rows]).fit()
    assert one["estimate"] == close(fitted.params[0])
    assert (one["arm"], one["control"]) == ("new", "control")
    assert found["design"] == "stepped"


def test_several_arms_stand_in_their_order_with_holms_p():
    found = read(shares((60, 100), (63, 100), (70, 100), (61, 100), arms=("control", "b", "c", "a")), "share")
    assert [one["arm"] for one in found["comparisons"]] == ["b", "c", "a"]
    p_values = [one["p_value"] for one in found["comparisons"]]
    order = sorted(p_values)
    assert found["comparisons"][1]["p_holm"] == pytest.approx(3 * order[0])
    assert found["comparisons"][0]["p_holm"] == pytest.approx(2 * order[1])
    assert "several_arms" in found["warnings"]


def test_looking_every_day_costs_width_and_keeps_the_estimate():
    text = shares((62, 100), (66, 100))
    once, always = (read(text, "share", *words)["comparisons"][0] for words in ((), ("--sequential",)))
    assert always["estimate"] == once["estimate"]
    assert always["low"] < once["low"] < once["high"] < always["high"]
    assert always["p_value"] > once["p_value"]


@pytest.mark.parametrize(
    ("metric", "text", "words", "sentence", "held"),
    [
        (
            "share",
            shares((62, 100), (66, 100)),
            ("0.02",),
            "It is not lower by more than the margin of 2 points.",
            "within",
        ),
        (
            "share",
            shares((62, 100), (66, 100)),
            ("0.02", "--lower-is-better"),
            "Whether it is higher by more than the margin of 2 points stays open.",
            "open",
        ),
        (
            "rate",
            table("day,arm,events,exposure", [(START, "control", 4000, 100), (START, "new", 3000, 100)]),
            ("0.1",),
            "It is lower by more than the margin of 10 %.",
            "beyond",
        ),
    ],
)
def test_a_margin_is_judged_in_the_sentence_and_beside_the_numbers(metric, text, words, sentence, held):
    found = read(text, metric, "--margin", *words)
    assert found["sentence"].endswith(sentence)
    assert found["comparisons"][0]["margin"] == held
    assert held in shown(text, metric, "--margin", *words)


def test_what_has_no_end_is_null_and_warned_of():
    text = table("day,arm,events,exposure", [(START, "control", 0, 10), (START, "new", 9, 10)])
    found = read(text, "rate")
    (one,) = found["comparisons"]
    assert (one["estimate"], one["high"], one["relative"]) == (None, None, None)
    assert one["low"] > 0
    assert {"no_events", "unbounded"} <= set(found["warnings"])


@pytest.mark.parametrize(
    ("metric", "text"),
    [
        ("rate", table("day,arm,events,exposure", [(START, "control", 0, 10), (START, "new", 0, 10)])),
        ("mean", table("day,arm,n,sum,sum_sq", [(START, "control", 1, 2, 4), (START, "new", 1, 3, 9)])),
    ],
)
def test_too_little_is_said_and_no_number_made_up(metric, text):
    found = read(text, metric)
    assert found["comparisons"][0]["estimate"] is None
    assert found["sentence"] == "There is too little data to say anything."
    assert "too_little" in found["warnings"]
    assert "too little data" in shown(text, metric)


def test_a_spreadsheets_ways_are_understood():
    plain = shares((62, 100), (66, 100))
    expected = read(plain, "share")
    turned = "\n".join(",".join(reversed(line.split(","))) for line in plain.splitlines())
    ways = {
        "byte order mark": "\ufeff" + plain,
        "ends of lines": plain.replace("\n", "\r\n"),
        "old ends of lines": plain.replace("\n", "\r"),
        "blank lines": plain.replace("\n", "\n\n,,,\n"),
        "no last end": plain.rstrip("\n"),
        "semicolons": plain.replace(",", ";"),
        "tabs": plain.replace(",", "\t"),
        "quotes": plain.replace("control", '"control"'),
        "spaces": plain.replace(",", " , "),
        "columns turned": turned,
        "capitals": plain.replace("day,arm", "Day,ARM"),
        "decimals": plain.replace("62", "62.0"),
        "days turned": "\n".join((plain.splitlines()[0], *reversed(plain.splitlines()[1:]))),
        "a day without any": plain + "2026-06-29,control,0,0\n2026-06-29,new,0,0\n",
    }
    for name, text in ways.items():
        assert read(text, "share") == expected, name


def test_the_plain_answer_has_totals_numbers_warnings_and_the_sentence():
    assert shown(shares((62, 100), (66, 100), count=7), "share") == (
        "Share, parallel groups, 7 days, 2026-06-01 to 2026-06-07\n\n"
        "arm      days  successes  trials   share\n"
        "control     7        434     700  62.0 %\n"
        "new         7        462     700  66.0 %\n\n"
        "Compared with “control”:\n"
        "arm  difference (points)  95 % interval       p  relative\n"
        "new                 +4.0    −1.0 to 9.0  0.1190    +6.5 %\n\n"
        "This interval is made for one look at the planned end: of 100 tests read so, about 95 give one that holds the "
        "true difference.\n\n"
        "Warning (too_short): It has 7 days so far: weekdays differ, and a test needs two whole weeks of them. Wait "
        "before you decide.\n\n"
        "No clear change in the share (+4.0 points, 95 % interval −1.0 to 9.0): the difference may be chance.\n"
    )


def test_the_command_runs_without_database_or_settings(tmp_path):
    (tmp_path / "numbers.csv").write_text(shares((62, 100), (66, 100)))
    environment = {"PATH": "/usr/bin:/bin", "INNOVATE_INSTANCE": str(tmp_path / "instance"), "LC_ALL": "C"}

    def run(*words):
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "readout", *words]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    found = run(str(tmp_path / "numbers.csv"), "--metric", "share", "--json")
    assert (found.returncode, found.stderr) == (0, "")
    assert json.loads(found.stdout)["comparisons"][0]["estimate"] == pytest.approx(0.04)
    refused = run(str(tmp_path / "numbers.csv"), "--metric", "rate")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert re.search(r"numbers\.csv: line 1, column successes: this column is not known", refused.stderr)
    assert not list((tmp_path / "instance").glob("*.sqlite3"))
