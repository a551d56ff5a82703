"""A stepped rollout: what changes when a team begins, beside teams that have not, whatever the day and the team.

The model is two-way fixed effects: a level for each team, a level for each day, and the effect of having begun; cells
weigh by their base. A share or a mean is fitted by weighted least squares, a rate by Poisson with a log link. Teams
are the clusters: the errors are the bias-reduced CR2 with Satterthwaite's degrees of freedom (Bell and McCaffrey,
2002, Survey Methodology 28:169; Imbens and Kolesár, 2016, Rev Econ Stat 98:701; Pustejovsky and Tipton, 2018, JBES
36:672, whose square roots we take within the whole design, levels of teams and days included). Any pattern of missing
cells, and teams that begin never or before the first day, are part of it.

What it cannot do: where teams begin at different times and the effect grows with time, teams that began earlier stand
as controls for those that begin later, and their growth is taken off; the estimate then lies below the average effect
and may even have the wrong sign (Goodman-Bacon, 2021, J Econometrics 225:254; de Chaisemartin and D'Haultfoeuille,
2020, AER 110:2964). `Panel.growth` tells whether the effect changes with the time since a team began, so that a
read-out can say so. And where one team alone carries the contrast, its own residuals say nothing of its noise: those of
the others stand for it, as in Conley and Taber (2011, Rev Econ Stat 93:113).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import TYPE_CHECKING, Any

from innovate.experiments.statistics.estimate import LEVEL, Estimate
from innovate.experiments.statistics.student import students

if TYPE_CHECKING:
    from numpy import ndarray

    Numbers = ndarray[Any, Any]

FEWEST_EVENTS = 5  # of a rate, among those who began and among those who did not
ROUNDING = 1e-10  # what is smaller than this, relative to what it is part of, is nothing
SINGULAR = 1e-8  # an eigenvalue of a cluster's matrix below this is none
ACCURACY = 1e-10  # of the square roots, relative
DAYS_A_WEEK = 7.0


def stepped(
    units: Sequence[str],
    days: Sequence[date],
    values: Sequence[float],
    weights: Sequence[float],
    treated: Sequence[bool],
    *,
    is_ratio: bool = False,
    level: float = LEVEL,
) -> Estimate | None:
    """The effect of having begun, from one row a team and day; `values` are amounts over bases, `weights` the bases.

    A rate's effect is a ratio. None with fewer than two teams, where begun and not begun are never seen on the same
    day, where nothing varies, and for a rate with fewer than five events on a side or no finite answer.
    """
    panel = Panel.of(units, days, values, weights, treated, is_ratio=is_ratio)
    return panel.effect(level) if panel else None


def precision_of_steps(
    weights: Sequence[Sequence[float]], begun: Sequence[Sequence[bool]]
) -> tuple[float, float] | None:
    """What a plan can expect: the standard error and its freedom where values of weight one have variance one.

    One row a day (or a span of days in which nobody begins), one column a team. None where nothing can be told.
    """
    import numpy as np

    cells = np.asarray(weights, dtype=float)
    fitted = _Fixed(cells).regress([np.asarray(begun, dtype=float)], np.zeros_like(cells))
    return fitted.expected() if fitted else None


@dataclass(frozen=True, slots=True)
class Panel:
    """Days by teams, of which several things can be asked; where a team has nothing on a day, its base is nought."""

    amounts: "Numbers"
    bases: "Numbers"
    begun: "Numbers"
    ordinals: "Numbers"
    is_ratio: bool

    @classmethod
    def of(
        cls,
        units: Sequence[str],
        days: Sequence[date],
        values: Sequence[float],
        weights: Sequence[float],
        treated: Sequence[bool],
        *,
        is_ratio: bool = False,
    ) -> "Panel | None":
        """From one row a team and day, as `stepped` takes them; None where no row of them can be compared."""
        import numpy as np

        rows, at_day = np.unique(np.array([day.toordinal() for day in days], dtype=np.intp), return_inverse=True)
        names = {name: place for place, name in enumerate(sorted(set(units)))}
        shape = (len(rows), len(names))
        cell = at_day * len(names) + np.array([names[unit] for unit in units], dtype=np.intp)
        weighed = np.maximum(0.0, np.asarray(weights, dtype=float))
        count = shape[0] * shape[1]
        bases = np.bincount(cell, weighed, count).reshape(shape)
        amounts = np.bincount(cell, weighed * np.asarray(values, dtype=float), count).reshape(shape)
        begun = np.zeros(shape)
        begun.flat[cell[np.asarray(treated, dtype=bool)]] = 1.0
        days_left, teams_left = _told(bases, amounts if is_ratio else None)
        if len(teams_left) < 2 or len(days_left) < 2:
            return None
        kept = np.ix_(days_left, teams_left)
        panel = cls(amounts[kept], bases[kept], begun[kept], rows[days_left], is_ratio)
        return panel if panel.is_enough else None

    @property
    def is_enough(self) -> bool:
        if not self.is_ratio:
            return True
        on = float((self.amounts * self.begun).sum())
        return min(on, float(self.amounts.sum()) - on) >= FEWEST_EVENTS

    def effect(self, level: float = LEVEL) -> Estimate | None:
        """The effect of having begun; of a rate a ratio."""
        return self._estimate([self.begun], level)

    def growth(self, level: float = LEVEL) -> Estimate | None:
        """By how much the effect changes with each week since a team began (of a rate: the ratio of one to the last).

        An interval that leaves out nought (or one) warns that `effect` mixes up early and late weeks.
        """
        return self._estimate([self._weeks_since(), self.begun], level)

    def _weeks_since(self) -> "Numbers":
        """How many weeks ago each team began, on each day on which it had."""
        import numpy as np

        started = (self.begun > 0) & (self.bases > 0)
        first = np.where(started, self.ordinals[:, None], np.iinfo(np.intp).max).min(axis=0)
        weeks: Numbers = np.where(started, (self.ordinals[:, None] - first) / DAYS_A_WEEK, 0.0)
        return weeks

    def _estimate(self, columns: list["Numbers"], level: float) -> Estimate | None:
        """The effect of the first column, with the others held."""
        import numpy as np

        if self.is_ratio:
            fitted = _poisson(columns, self.amounts, self.bases)
            scale = 1.0
        else:
            seen = self.bases > 0
            values = np.divide(self.amounts, self.bases, out=np.zeros_like(self.bases), where=seen)
            fitted = _Fixed(self.bases).regress(columns, values)
            scale = float(np.abs(np.sqrt(self.bases) * values).max())
        if fitted is None or np.abs(fitted.left).max() <= ROUNDING * scale:
            return None
        judged = fitted.error_and_freedom()
        if judged is None or judged[0] <= 0:
            return None
        return students(fitted.effect, *judged, level, is_ratio=self.is_ratio)


def _told(bases: "Numbers", events: "Numbers | None") -> tuple["Numbers", "Numbers"]:
    """The days and teams that say something: seen more than once, and of a rate with an event."""
    import numpy as np

    days, teams = np.arange(bases.shape[0]), np.arange(bases.shape[1])
    while True:
        seen = bases[np.ix_(days, teams)] > 0
        enough = [seen.sum(axis=1) > 1, seen.sum(axis=0) > 1]
        if events is not None:
            counted = events[np.ix_(days, teams)]
            enough = [enough[0] & (counted.sum(axis=1) > 0), enough[1] & (counted.sum(axis=0) > 0)]
        if all(side.all() for side in enough):
            return days, teams
        days, teams = days[enough[0]], teams[enough[1]]


class _Fixed:
    """Levels of teams and days under these weights, taken out of whatever is given."""

    def __init__(self, weights: "Numbers") -> None:
        import numpy as np

        self.weights, self.roots = weights, np.sqrt(weights)
        self.parts = weights / weights.sum(axis=1, keepdims=True)
        between = np.diag(weights.sum(axis=0)) - weights.T @ self.parts
        self.inverse = np.linalg.pinv(between, rcond=ROUNDING, hermitian=True)

    def without_levels(self, cells: "Numbers") -> "Numbers":
        """What is left of the cells beside the levels."""
        inside = cells - (self.parts * cells).sum(axis=1, keepdims=True)
        of_team = self.inverse @ (self.weights * inside).sum(axis=0)
        left: Numbers = inside - of_team + (self.parts @ of_team)[:, None]
        return left

    def regress(self, columns: Sequence["Numbers"], values: "Numbers") -> "_Regression | None":
        """The first column's slope with the others held; None where these and the levels leave nothing of a column."""
        import numpy as np

        parts: list[Numbers] = []
        length = 1.0
        for column in reversed(columns):
            part = self.roots * self.without_levels(column)
            for other in parts:
                part = part - other * np.vdot(other, part)
            length = float(np.linalg.norm(part))
            if length <= 1e-6 * float(np.linalg.norm(self.roots * column)):
                return None
            parts.append(part / length)
        outcome = self.roots * self.without_levels(values)
        found = [float(np.vdot(part, outcome)) for part in parts]
        left = outcome - sum(part * slope for part, slope in zip(parts, found, strict=True))
        return _Regression(self, parts, found[-1] / length, parts[-1] / length, left)


@dataclass(frozen=True, slots=True)
class _Regression:
    """Cells that are weighed to the same variance, with all that is fitted to them."""

    levels: _Fixed
    parts: list["Numbers"]  # of the columns, orthonormal
    effect: float
    contrast: "Numbers"  # the effect is the sum of this times the weighed values
    left: "Numbers"  # the weighed residuals

    def error_and_freedom(self) -> tuple[float, float] | None:
        """CR2 and Satterthwaite's freedom under cells that are independent and alike.

        The mean of the CR2 variance is then the true one, and is made so where a team's own part of the design leaves
        it no residuals (the square root is not defined there).
        """
        adjusted = self._adjusted()
        by_team = (adjusted * self.left).sum(axis=0)
        freedom, mean, true = self._moments(adjusted)
        if mean <= ROUNDING * true:
            return None
        return sqrt(float(by_team @ by_team) * true / mean), freedom

    def expected(self) -> tuple[float, float] | None:
        """The error and the freedom that a plan can expect of noise of variance one."""
        freedom, mean, true = self._moments(self._adjusted())
        return None if mean <= ROUNDING * true else (sqrt(true), freedom)

    def _moments(self, adjusted: "Numbers") -> tuple[float, float, float]:
        """The freedom, the mean of the CR2 variance and the effect's own variance, for noise of variance one."""
        import numpy as np

        crossed = np.diag((adjusted**2).sum(axis=0))
        fixed = self.levels
        of_day = adjusted * np.sqrt(fixed.parts)
        of_team = self._of_team(adjusted)
        crossed = crossed - of_day.T @ of_day - of_team.T @ fixed.inverse @ of_team
        for part in self.parts:
            of_part = (part * adjusted).sum(axis=0)
            crossed = crossed - np.outer(of_part, of_part)
        mean, square = float(np.trace(crossed)), float(np.vdot(crossed, crossed))
        return (mean * mean / square if square else 0.0), mean, float(np.vdot(self.contrast, self.contrast))

    def _of_team(self, cells: "Numbers") -> "Numbers":
        """What the levels of all teams (rows), beside those of days, have in common with each team's cells."""
        import numpy as np

        weighed = self.levels.roots * cells
        shared: Numbers = np.diag(weighed.sum(axis=0)) - self.levels.parts.T @ weighed
        return shared

    def _without_fit(self, cells: "Numbers") -> "Numbers":
        """Each team's cells, less what the fit to all cells would make of them if those of other teams were nought."""
        import numpy as np

        fixed = self.levels
        by_team = fixed.inverse @ self._of_team(cells)
        left: Numbers = cells - fixed.parts * cells - fixed.roots * (np.diag(by_team) - fixed.parts @ by_team)
        for part in self.parts:
            left = left - part * (part * cells).sum(axis=0)
        return left

    def _adjusted(self) -> "Numbers":
        """Each team's contrast times the inverse square root of what the fit leaves of its cells (Pustejovsky and
        Tipton's adjustment), for all teams at once by Lanczos' method, which needs no large matrix.

        A team's matrix has the size of its days, but only few directions in which it differs from a diagonal one; so
        a few steps reach the last digit.
        """
        import numpy as np

        contrast = self.contrast
        lengths = np.linalg.norm(contrast, axis=0)
        started = np.divide(contrast, lengths, out=np.zeros_like(contrast), where=lengths > 0)
        basis: list[Numbers] = [started]
        diagonal: list[Numbers] = []
        beside: list[Numbers] = []
        before = np.zeros_like(lengths)
        while True:
            reached = self._without_fit(basis[-1])
            diagonal.append((basis[-1] * reached).sum(axis=0))
            for _ in range(2):  # rounding brings back what was taken out; twice is enough
                for known in basis:
                    reached = reached - known * (known * reached).sum(axis=0)
            length = np.linalg.norm(reached, axis=0)
            goes_on = length > ACCURACY
            last = self._root(np.array(diagonal), np.array(beside))
            change = np.abs(last[-1]) * lengths
            if len(basis) >= len(contrast) or not goes_on.any() or (change + before).max() <= ACCURACY * lengths.max():
                adjusted: Numbers = (np.array(basis) * (last * lengths)[:, None, :]).sum(axis=0)
                return adjusted
            before = change
            beside.append(np.where(goes_on, length, 0.0))
            basis.append(np.divide(reached, length, out=np.zeros_like(reached), where=goes_on))

    @staticmethod
    def _root(diagonal: "Numbers", beside: "Numbers") -> "Numbers":
        """The first column of the inverse square root of each team's matrix of three diagonals."""
        import numpy as np

        size, teams = diagonal.shape
        small = np.zeros((teams, size, size))
        at = np.arange(size)
        small[:, at, at] = diagonal.T
        if size > 1:
            small[:, at[1:], at[:-1]] = small[:, at[:-1], at[1:]] = beside.T
        values, vectors = np.linalg.eigh(small)
        roots = np.where(values > SINGULAR, 1 / np.sqrt(np.maximum(values, SINGULAR)), 0.0)
        first: Numbers = np.einsum("gik,gk,gk->ig", vectors, roots, vectors[:, 0, :])
        return first


def _poisson(columns: Sequence["Numbers"], events: "Numbers", exposure: "Numbers") -> _Regression | None:
    """The regression at the maximum of the likelihood; None where it has no finite answer."""
    import numpy as np

    seen = exposure > 0
    logs = np.log(np.where(seen, exposure, 1.0))
    expected = np.where(seen, (events + exposure * events.sum() / exposure.sum()) / 2, 0.0)
    effect = np.inf
    for _ in range(60):
        predicted = np.log(np.where(seen, expected, 1.0)) - logs
        missed = np.divide(events - expected, expected, out=np.zeros_like(expected), where=seen)
        fixed = _Fixed(expected)
        fitted = fixed.regress(columns, predicted + missed)
        if fitted is None:
            return None
        left = np.divide(fitted.left, fixed.roots, out=np.zeros_like(expected), where=seen)
        predicted = np.where(seen, predicted + missed - left, 0.0)
        if not np.abs(predicted).max() < 300:
            return None
        if abs(fitted.effect - effect) <= 1e-11 * (1 + abs(effect)) and np.abs(missed - left).max() <= 1e-9:
            return fitted
        effect = fitted.effect
        expected = np.where(seen, np.exp(predicted + logs), 0.0)
        if expected[seen].min() <= ROUNDING * events.sum() / seen.sum():
            return None
    return None
