"""Stepped rollouts, held against statsmodels and against the textbook's definition with every dummy written out."""

import math
from datetime import date, timedelta

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from innovate.experiments.statistics.stepped import Panel, precision_of_steps, stepped

MONDAY = date(2026, 1, 5)


class Rows:
    """One row a team and day, made with a seed."""

    def __init__(self, starts, days, *, missing=0.0, even=False, seed=1):
        rng = np.random.default_rng(seed)
        self.team, self.day = (grid.ravel() for grid in np.meshgrid(np.arange(len(starts)), np.arange(days)))
        kept = rng.random(len(self.team)) >= missing
        self.team, self.day = self.team[kept], self.day[kept]
        self.treated = self.day >= np.array(starts)[self.team]
        self.weights = np.full(len(self.team), 20.0) if even else rng.integers(5, 90, len(self.team)).astype(float)
        noise = rng.normal(size=len(self.team)) / np.sqrt(self.weights / 20)
        self.values = 5 + 0.3 * self.team + np.sin(self.day) + 1.5 * self.treated + noise
        self.events = rng.poisson(
            self.weights * np.exp(-2 + 0.1 * self.team + 0.2 * np.sin(self.day) - 0.3 * self.treated)
        )

    def given(self, values=None):
        names = [f"Team {team + 1}" for team in self.team]
        days = [MONDAY + timedelta(int(day)) for day in self.day]
        return names, days, self.values if values is None else values, self.weights, self.treated

    def dummies(self):
        teams = (self.team[:, None] == np.unique(self.team)).astype(float)
        days = (self.day[:, None] == np.unique(self.day)[1:]).astype(float)
        return np.column_stack([teams, days])


def growth(rows, values=None):
    panel = Panel.of(*rows.given(values))
    assert panel is not None
    return panel.growth()


def textbook(columns, outcome, weights, clusters):
    """CR2 and Bell and McCaffrey's freedom of the first column, as Pustejovsky and Tipton (2018) define them."""
    columns, outcome = columns * np.sqrt(weights)[:, None], outcome * np.sqrt(weights)
    inverse = np.linalg.pinv(columns)
    hat = columns @ inverse
    residuals = outcome - hat @ outcome
    adjusted = np.zeros((len(outcome), len(np.unique(clusters))))
    for at, cluster in enumerate(np.unique(clusters)):
        rows = np.flatnonzero(clusters == cluster)
        values, vectors = np.linalg.eigh(np.eye(len(rows)) - hat[np.ix_(rows, rows)])
        roots = np.array([1 / math.sqrt(value) if value > 1e-8 else 0.0 for value in values])
        adjusted[rows, at] = vectors @ (roots * (vectors.T @ inverse[0, rows]))
    crossed = adjusted.T @ (np.eye(len(outcome)) - hat) @ adjusted
    return (
        inverse[0] @ outcome,
        math.sqrt(((adjusted.T @ residuals) ** 2).sum()),
        np.trace(crossed) ** 2 / (crossed**2).sum(),
    )


PANELS = [
    Rows([4, 8, 12, 16], 20, even=True),
    Rows([3, 6, 9, 12, 15, 99], 18),
    Rows([0, 5, 9, 14, 99, 99, 7], 21, missing=0.25),
    Rows([10, 10, 10, 20, 20, 20, 30, 30], 40, missing=0.5, seed=5),
    Rows([2, 4, 6, 6], 9),
]


@pytest.mark.parametrize("rows", PANELS)
def test_error_and_freedom_are_those_of_the_textbook(rows):
    found = stepped(*rows.given())
    columns = np.column_stack([rows.treated, rows.dummies()]).astype(float)
    effect, error, freedom = textbook(columns, rows.values, rows.weights, rows.team)
    assert found is not None
    assert found.effect == pytest.approx(effect, rel=1e-9)
    assert found.error == pytest.approx(error, rel=1e-6)
    assert found.freedom == pytest.approx(freedom, rel=1e-6)


@pytest.mark.parametrize("rows", PANELS)
def test_the_effect_is_that_of_statsmodels_with_all_dummies(rows):
    columns = np.column_stack([rows.treated, rows.dummies()]).astype(float)
    found = stepped(*rows.given())
    known = sm.WLS(rows.values, columns, weights=rows.weights).fit()
    assert found is not None
    assert found.effect == pytest.approx(known.params[0], rel=1e-9)


@pytest.mark.parametrize("rows", PANELS[:4])
def test_a_rate_has_the_ratio_of_statsmodels_and_the_error_of_the_textbook(rows):
    found = stepped(*rows.given(rows.events / rows.weights), is_ratio=True)
    columns = np.column_stack([rows.treated, rows.dummies()]).astype(float)
    known = sm.GLM(rows.events, columns, family=sm.families.Poisson(), exposure=rows.weights).fit(tol=1e-13)
    expected = known.fittedvalues
    working = columns @ known.params + (rows.events - expected) / expected
    _, error, freedom = textbook(columns, working, expected, rows.team)
    assert found is not None
    assert math.log(found.effect) == pytest.approx(known.params[0], abs=1e-8)
    assert found.error == pytest.approx(error, rel=1e-6)
    assert found.freedom == pytest.approx(freedom, rel=1e-6)


@pytest.mark.parametrize("rows", PANELS[:4])
def test_growth_is_the_slope_over_weeks_with_the_error_of_the_textbook(rows):
    first = {team: rows.day[(rows.team == team) & rows.treated].min(initial=999) for team in np.unique(rows.team)}
    weeks = np.array([(day - first[team]) / 7 for team, day in zip(rows.team, rows.day, strict=True)]) * rows.treated
    columns = np.column_stack([weeks, rows.treated, rows.dummies()]).astype(float)
    effect, error, freedom = textbook(columns, rows.values, rows.weights, rows.team)
    found = growth(rows)
    assert found is not None
    assert (found.effect, found.error, found.freedom) == pytest.approx((effect, error, freedom), rel=1e-6)


# Student (1908), Biometrika 6:1-25: the sleep gained under two drugs. As teams seen before (nought) and after, with the
# second drug beginning in between, the effect is the difference of means and CR2 is Welch's error, as R prints it
# (0.8491); the freedom is n0 + n1 - 2 for even groups (Imbens and Kolesár, 2016, after their equation 2.7).
SLEEP = (
    [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
    [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
)


def test_two_periods_and_two_groups_are_the_comparison_of_their_differences():
    names = [f"{group}{at}" for _ in range(2) for group in range(2) for at in range(10)]
    days = [MONDAY] * 20 + [MONDAY + timedelta(1)] * 20
    values = [0.0] * 20 + [*SLEEP[0], *SLEEP[1]]
    treated = [False] * 20 + [True] * 10 + [False] * 10
    found = stepped(names, days, values, [1.0] * 40, treated)
    assert found is not None
    assert found.effect == pytest.approx(1.58)
    assert found.error == pytest.approx(0.8490910, abs=1e-6)
    assert found.freedom == pytest.approx(18)


def test_many_days_agree_with_whole_square_roots():
    rows = Rows([20 + 5 * team for team in range(6)], 90, missing=0.1, seed=9)
    found = stepped(*rows.given())
    columns = np.column_stack([rows.treated, rows.dummies()]).astype(float)
    _, error, freedom = textbook(columns, rows.values, rows.weights, rows.team)
    assert found is not None
    assert (found.error, found.freedom) == pytest.approx((error, freedom), rel=1e-6)


def test_the_plan_expects_the_error_of_the_design():
    begun = [[stretch > team // 2 for team in range(8)] for stretch in range(5)]
    expected = precision_of_steps([[6.0] * 8] * 5, begun)
    rows = Rows([6 * (1 + team // 2) for team in range(8)], 30, even=True)
    columns = np.column_stack([rows.treated, rows.dummies()]).astype(float)
    slope = np.linalg.pinv(columns)[0]
    _, _, freedom = textbook(columns, rows.values, np.ones(len(rows.team)), rows.team)
    assert expected is not None
    assert expected == pytest.approx((math.sqrt(slope @ slope), freedom))


def test_one_team_that_alone_begins_borrows_the_noise_of_the_others():
    rows = Rows([5, 99, 99, 99, 99, 99], 12, even=True)
    found = stepped(*rows.given())
    columns = np.column_stack([rows.treated, rows.dummies()]).astype(float)
    _, bare, _ = textbook(columns, rows.values, rows.weights, rows.team)
    assert found is not None
    assert found.error == pytest.approx(bare * math.sqrt(6))  # five other teams hold a sixth of the contrast's squares
    assert found.freedom == pytest.approx(4)


def test_two_teams_have_an_interval_so_wide_that_it_says_so():
    found = stepped(*Rows([4, 20], 10).given())
    assert found is not None
    assert found.freedom is not None
    assert found.freedom < 1.5
    assert found.high - found.low > 2


def test_an_effect_that_grows_is_told():
    rows = Rows([7, 14, 21, 28, 35, 42], 60, even=True)
    since = np.where(rows.treated, rows.day - 7 * (rows.team + 1), 0) / 7
    grows, stays = growth(rows, rows.values + 0.8 * since), growth(rows)
    assert grows is not None
    assert stays is not None
    assert grows.low > 0
    assert grows.low < 0.8 < grows.high
    assert stays.low < 0 < stays.high


def test_the_order_of_rows_and_rows_without_a_base_do_not_matter():
    rows = Rows([3, 6, 9, 12, 15, 99], 18, missing=0.1)
    known = stepped(*rows.given())
    names, days, values, weights, treated = rows.given()
    order = np.random.default_rng(2).permutation(len(names))
    mixed = stepped(
        [*(names[at] for at in order), "Nobody", names[0]],
        [*(days[at] for at in order), MONDAY, MONDAY + timedelta(99)],
        [*values[order], 7.0, 0.0],
        [*weights[order], 1.0, 0.0],
        [*treated[order], False, True],
    )
    assert known is not None
    assert mixed is not None
    assert (mixed.low, mixed.high) == pytest.approx((known.low, known.high))


@pytest.mark.parametrize("starts", [[99, 99, 99, 99], [0, 0, 0, 0], [5, 5, 5, 5], [0, 99, 0, 99], [4]], ids=str)
def test_where_begun_and_not_begun_cannot_be_told_from_team_and_day_nothing_is_said(starts):
    assert stepped(*Rows(starts, 12).given()) is None


def test_where_nothing_varies_nothing_is_said():
    rows = Rows([3, 6, 9], 12)
    assert stepped(*rows.given(np.full(len(rows.team), 4.2))) is None
    assert stepped(*rows.given(1.0 * rows.team + rows.day + 2 * rows.treated)) is None
    assert stepped([], [], [], [], []) is None


def test_a_rate_without_events_among_those_who_began_has_no_ratio():
    rows = Rows([3, 6, 9, 12], 16)
    assert stepped(*rows.given(np.where(rows.treated, 0, rows.events) / rows.weights), is_ratio=True) is None
    assert stepped(*rows.given(np.where(rows.treated, rows.events, 0) / rows.weights), is_ratio=True) is None


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 9), st.integers(0, 8), st.sampled_from([0.0, 1, 30, 1e6])),
        max_size=60,
    ),
    st.lists(st.integers(-1, 11), min_size=6, max_size=6),
    st.booleans(),
)
def test_no_data_break_it(rows, starts, is_ratio):
    names = [str(team) for team, *_ in rows]
    days = [MONDAY + timedelta(day) for _, day, *_ in rows]
    values = [events / weight if weight else 0.0 for *_, events, weight in rows]
    treated = [day >= starts[team] for team, day, *_ in rows]
    panel = Panel.of(names, days, values, [weight for *_, weight in rows], treated, is_ratio=is_ratio)
    for found in (panel.effect(), panel.growth()) if panel else ():
        if found is not None:
            assert found.low <= found.effect <= found.high
            assert found.error is not None
            assert found.error > 0
