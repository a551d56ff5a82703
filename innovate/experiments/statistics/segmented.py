"""Before and after: the change of level at the switch, with a trend and weekdays, and errors that know yesterday.

The model is the segmented regression of an interrupted time series (Wagner, Soumerai, Zhang and Ross-Degnan, 2002,
J Clin Pharm Ther 27:299): a level, one linear trend, a change of level on the day of the switch, and weekdays where
they can be told. Days weigh by their base. A share or a mean is fitted by weighted least squares, a rate by
quasi-Poisson with a log link. One trend runs through both sides: a change that only bends it is not seen.

The errors are Newey and West's (1987, Econometrica 55:703), with Bartlett weights over calendar days so that a missing
day leaves a gap. Read off the normal distribution they are far too small: 95 % intervals cover 75 to 93 % of the time
at 28 to 180 days (as Turner et al. found, 2021, BMC Med Res Methodol 21:181). Long lags with fixed-b critical values
(Kiefer and Vogelsang, 2005, Econometric Theory 21:1130; Lazarus, Lewis, Stock and Watson, 2018, JBES 36:541) go half
of the way: the tables are for a mean, not for a step beside a trend, and they cannot mend the bias where each day
resembles the one before. So the reference is worked out for the design at hand, as Bell and McCaffrey (2002, Survey
Methodology 28:169) do for clusters: under a working model, in which days are a first-order autoregression, the mean
and the variance of the Newey-West variance are known; the first takes its bias out, and both give Satterthwaite's
degrees of freedom. The correlation of the working model is the one that makes the residuals' own what it is on
average, since a fitted trend pulls that down. The lags are half of what Lazarus et al. recommend, 1.3 sqrt(n) / 2
rounded up: the working model does the rest, and the lags remain for what it misses. docs/statistics.md has the
formulas and benchmarks/coverage.md how often it covers.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, sqrt
from typing import TYPE_CHECKING, Any

from innovate.experiments.statistics.estimate import LEVEL, Estimate
from innovate.experiments.statistics.student import students

if TYPE_CHECKING:
    from numpy import ndarray

    Numbers = ndarray[Any, Any]

FEWEST_DAYS = 3  # on each side; with fewer a jump cannot be told from a trend
FEWEST_LEFT = 3  # days more than the model has parameters
MOST_LOST = 2.0  # times the variance of the jump that weekdays may cost; beyond, they cannot be told from it
LEFT_WITH_WEEKDAYS = 5  # days more than the model has parameters with them
FEWEST_EVENTS = 5  # of a rate, on each side
CORRELATIONS = (-0.3, 0.9)  # of the working model: beyond these, weeks of days cannot tell it from a trend or chance
LONGEST_GAP = 400  # days; what lies further apart has nothing in common in the working model
ROUNDING = 1e-10  # what is smaller than this, relative to what it is part of, is nothing


@dataclass(frozen=True, slots=True)
class Fit:
    """The regression, before any interval: of a rate on the scale of the logarithm."""

    effect: float
    newey_west: float  # the classic error, with its correction n / (n - parameters)
    error: float  # the same without its bias under the working model
    freedom: float
    correlation: float  # between one day and the next, of the working model
    has_weekdays: bool


def segmented(
    days: Sequence[date],
    values: Sequence[float],
    weights: Sequence[float],
    switch_on: date,
    *,
    is_ratio: bool = False,
    level: float = LEVEL,
) -> Estimate | None:
    """The change of level from `switch_on`; `values` are amounts over bases, `weights` the bases, of a rate a ratio.

    None with fewer than three days on a side or too few for the model, where nothing varies, and for a rate with
    fewer than five events on a side.
    """
    fitted = fit(days, values, weights, switch_on, is_ratio=is_ratio)
    if fitted is None:
        return None
    return students(fitted.effect, fitted.error, fitted.freedom, level, is_ratio=is_ratio)


def fit(
    days: Sequence[date],
    values: Sequence[float],
    weights: Sequence[float],
    switch_on: date,
    *,
    is_ratio: bool = False,
) -> Fit | None:
    """The regression behind `segmented`, for whoever wants to see its parts."""
    import numpy as np

    kept, amounts, bases = _by_day(days, values, weights)
    after = np.array([day >= switch_on for day in kept], dtype=bool)
    if min(after.sum(), (~after).sum()) < FEWEST_DAYS:
        return None
    events = amounts if is_ratio else None
    if events is not None and min(events[after].sum(), events[~after].sum()) < FEWEST_EVENTS:
        return None
    columns, has_weekdays = _columns(kept, after, bases, events)
    cells = poisson(columns, amounts, bases) if is_ratio else (amounts / bases, bases)
    if cells is None:
        return None
    roots = np.sqrt(cells[1])
    outcome = roots * cells[0]
    design = _Design.of(kept, columns * roots[:, None])
    if design is None:
        return None
    residuals = design.residuals(outcome)
    if np.abs(residuals).max() <= ROUNDING * np.abs(outcome).max():
        return None
    return design.judge(float(design.contrast @ outcome), residuals, has_weekdays)


def tells_weekdays(
    days: Sequence[date],
    values: Sequence[float],
    weights: Sequence[float],
    switch_on: date,
    *,
    is_ratio: bool = False,
) -> bool:
    """Whether weekdays are told from the jump, or there is but one, as in values for weeks."""
    import numpy as np

    kept, amounts, bases = _by_day(days, values, weights)
    if len({day.weekday() for day in kept}) < 2:
        return True
    after = np.array([day >= switch_on for day in kept], dtype=bool)
    return _columns(kept, after, bases, amounts if is_ratio else None)[1]


def precision_of_days(
    days: Sequence[date], weights: Sequence[float], switch_on: date, *, correlation: float = 0.0
) -> tuple[float, float] | None:
    """What a plan can expect: the standard error and its freedom where values of weight one have variance one.

    `correlation` is that of one day with the next. None where the days are too few for the model.
    """
    import numpy as np

    after = np.array([day >= switch_on for day in days], dtype=bool)
    if min(after.sum(), (~after).sum()) < FEWEST_DAYS:
        return None
    bases = np.asarray(weights, dtype=float)
    columns, _ = _columns(days, after, bases, None)
    design = _Design.of(days, columns * np.sqrt(bases)[:, None])
    if design is None:
        return None
    variance, mean, square = design.moments(correlation)
    return float(np.sqrt(variance)), mean * mean / square


def poisson(columns: "Numbers", events: "Numbers", exposure: "Numbers") -> tuple["Numbers", "Numbers"] | None:
    """The least squares that a Poisson regression with a log link ends in: its values and weights.

    The weights are the expected events, the values what makes the weighed residuals Pearson's. None where the
    likelihood has no finite maximum, as without any event on one side of a column.
    """
    import numpy as np

    expected = (events + exposure * events.sum() / exposure.sum()) / 2
    slopes = np.full(columns.shape[1], np.inf)
    for _ in range(60):
        roots = np.sqrt(expected)
        values = np.log(expected / exposure) + (events - expected) / expected
        step = np.linalg.lstsq(columns * roots[:, None], roots * values, rcond=None)[0]
        if not np.abs(columns @ step).max() < 300:
            return None
        if np.abs(step - slopes).max() <= 1e-11 * (1 + np.abs(step).max()):
            return values, expected
        slopes, expected = step, exposure * np.exp(columns @ step)
        if expected.min() <= ROUNDING * events.mean():
            return None
    return None


def _by_day(
    days: Sequence[date], values: Sequence[float], weights: Sequence[float]
) -> tuple[list[date], "Numbers", "Numbers"]:
    """The days in their order with amounts and bases; a day that is given twice is one, and one without base none."""
    import numpy as np

    sums: dict[date, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for day, value, weight in zip(days, values, weights, strict=True):
        if weight > 0:
            sums[day][0] += value * weight
            sums[day][1] += weight
    kept = sorted(sums)
    return kept, np.array([sums[day][0] for day in kept]), np.array([sums[day][1] for day in kept])


def _columns(
    days: Sequence[date], after: "Numbers", bases: "Numbers", events: "Numbers | None"
) -> tuple["Numbers", bool]:
    """The design: first the change of level, then level, trend and, where they can be told from it, weekdays."""
    import numpy as np

    positions = np.array([day.toordinal() for day in days], dtype=float)
    trend = (positions - positions.mean()) / max(1.0, np.ptp(positions))
    plain = np.column_stack([after.astype(float), np.ones(len(days)), trend])
    each = np.array([day.weekday() for day in days])
    weekdays = sorted(set(each.tolist()))
    if events is not None and not all(events[each == day].sum() > 0 for day in weekdays):
        return plain, False
    whole = np.column_stack([plain, *((each == day).astype(float) for day in weekdays[1:])])
    if len(days) - whole.shape[1] < LEFT_WITH_WEEKDAYS:
        return plain, False
    roots = np.sqrt(bases)[:, None]
    without, with_them = _parted(plain * roots), _parted(whole * roots)
    if without is None or with_them is None or _squares(with_them[0]) > MOST_LOST * _squares(without[0]):
        return plain, False
    return whole, True


def _parted(columns: "Numbers") -> tuple["Numbers", "Numbers"] | None:
    """What gives the first slope when it is multiplied with the outcome, and an orthonormal basis of all columns.

    None where the others leave nothing of the first.
    """
    import numpy as np

    lengths = np.linalg.norm(columns, axis=0)
    if not lengths.all():
        return None
    others, sizes, _ = np.linalg.svd(columns[:, 1:] / lengths[1:], full_matrices=False)
    others = others[:, sizes > ROUNDING * sizes[0]]
    own = columns[:, 0] - others @ (others.T @ columns[:, 0])
    length = np.linalg.norm(own)
    if length <= 1e-7 * lengths[0]:
        return None
    return own / length**2, np.column_stack([own / length, others])


def _squares(numbers: "Numbers") -> float:
    return float(numbers @ numbers)


@dataclass(frozen=True, slots=True)
class _Design:
    """A regression in which every day has the same variance, seen from its first slope."""

    contrast: "Numbers"  # the slope is this times the outcome
    basis: "Numbers"  # orthonormal, of all that is fitted
    places: "Numbers"  # where the days lie, in whole days; of weekly values in weeks
    lagged: "Numbers"  # Newey and West's variance is this quadratic form of the residuals

    @classmethod
    def of(cls, days: Sequence[date], columns: "Numbers") -> "_Design | None":
        parted = _parted(columns)
        if parted is None or len(days) - columns.shape[1] < FEWEST_LEFT:
            return None
        places = _places(days)
        return cls(*parted, places, _lagged(parted[0], places))

    def residuals(self, outcome: "Numbers") -> "Numbers":
        left: Numbers = outcome - self.basis @ (self.basis.T @ outcome)
        return left

    def judge(self, effect: float, residuals: "Numbers", has_weekdays: bool) -> Fit | None:
        """The error of the slope from what was left over."""
        count, parameters = self.basis.shape
        found = float(residuals @ self.lagged @ residuals)
        correlation = self._correlation(residuals)
        variance, mean, square = self.moments(correlation)
        if found <= 0 or mean <= 0:
            return None
        classic = sqrt(found * count / (count - parameters))
        return Fit(effect, classic, sqrt(found * variance / mean), mean * mean / square, correlation, has_weekdays)

    def moments(self, correlation: float) -> tuple[float, float, float]:
        """Under the working model: the slope's variance; of Newey and West's, the mean and half of its variance.

        The residuals' form is `lagged` with the fitted part taken out on both sides: `lagged` less two products of
        thin matrices. So no product of two large ones is needed.
        """
        import numpy as np

        fitted, form = self.basis, self.lagged
        thin = form @ fitted
        thin -= fitted @ (fitted.T @ thin) / 2
        width = fitted.shape[1]
        spread = self._spread(correlation, np.column_stack([form, fitted, thin, self.contrast]))
        whole, of_fitted, of_thin = (
            spread[:, : -2 * width - 1],
            spread[:, -2 * width - 1 : -width - 1],
            spread[:, -width - 1 : -1],
        )
        cross = thin.T @ of_fitted
        mean = np.trace(whole) - 2 * np.trace(cross)
        square = np.vdot(whole, whole.T) - 4 * np.vdot(of_thin, form @ of_fitted) + 2 * np.vdot(cross, cross.T)
        square += 2 * np.vdot(thin.T @ of_thin, of_fitted.T @ fitted)
        return float(self.contrast @ spread[:, -1]), float(mean), float(square)

    def _spread(self, correlation: float, columns: "Numbers") -> "Numbers":
        """The working model's covariance times these columns, by its inverse, which has three diagonals."""
        import numpy as np
        from scipy.linalg.lapack import dptsv

        shared = float(correlation) ** np.diff(self.places)
        alone = 1 - shared**2
        diagonal = np.ones(len(self.places))
        diagonal[1:] += shared**2 / alone
        diagonal[:-1] += shared**2 / alone
        solved: Numbers = dptsv(diagonal, -shared / alone, columns)[2]
        return solved

    def _correlation(self, residuals: "Numbers") -> float:
        """The correlation of neighbours that would leave residuals correlated as these are."""
        import numpy as np

        pairs = np.flatnonzero(np.diff(self.places) == 1)
        own = 2 * float(residuals[pairs] @ residuals[pairs + 1]) / float(residuals @ residuals)
        beside = np.zeros_like(self.basis)
        beside[pairs] += self.basis[pairs + 1]
        beside[pairs + 1] += self.basis[pairs]
        beside -= self.basis @ (self.basis.T @ beside) / 2
        shared, total = -2 * self._sums(self.basis, beside), -self._sums(self.basis, self.basis)
        shared[1] += 2 * len(pairs)
        total[0] += len(residuals)
        tried = np.linspace(*CORRELATIONS, 121)
        powers = tried[:, None] ** np.arange(len(total))
        expected = np.maximum.accumulate((powers @ shared) / (powers @ total))
        return float(np.interp(own, expected, tried))

    def _sums(self, one: "Numbers", other: "Numbers") -> "Numbers":
        """The sums of one times the other's transpose over all pairs of days, by how far these lie apart."""
        import numpy as np

        length = int(self.places[-1]) + 1
        on_calendar = np.zeros((2, length, one.shape[1]))
        on_calendar[0, self.places], on_calendar[1, self.places] = one, other
        first, second = np.fft.rfft(on_calendar, 2 * length, axis=1)
        both_ways = np.fft.irfft((first * second.conj()).sum(axis=1), 2 * length)
        sums: Numbers = both_ways[:length].copy()
        sums[1:] += both_ways[:length:-1]
        return sums


def _places(days: Sequence[date]) -> "Numbers":
    """Whole numbers that grow by one from a day to the next, by more over a gap."""
    import numpy as np

    gaps = np.diff([day.toordinal() for day in days])
    usual = np.floor(np.median(gaps))
    steps = np.clip((gaps / usual).round(), 1, LONGEST_GAP)
    return np.concatenate([[0], steps.cumsum()]).astype(np.intp)


def _lagged(contrast: "Numbers", places: "Numbers") -> "Numbers":
    import numpy as np

    count, lags = len(places), lag_rule(len(places))
    form = np.zeros((count, count))
    for lag in range(min(lags + 1, count)):
        early = np.arange(count - lag)
        weight = np.maximum(0, 1 - (places[lag:] - places[: count - lag]) / (lags + 1))
        form[early, early + lag] = form[early + lag, early] = weight * contrast[lag:] * contrast[: count - lag]
    return form


def lag_rule(days: int) -> int:
    """How many days back the errors look."""
    return ceil(0.65 * sqrt(days))
