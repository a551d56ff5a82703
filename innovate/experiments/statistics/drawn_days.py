"""Two arms between which whole days were drawn: each has days of its own, and days are what varies, not cases.

Source: W. G. Cochran (1977), Sampling Techniques, 3rd ed., 6.3, for a ratio of totals and its variance; B. L. Welch
(1947), Biometrika 34:28-35, for the difference of two with unlike variances. A rate is compared on the scale of its
logarithm, where its relative variance is the variance (the delta method).
"""

import math
from collections.abc import Sequence

from innovate.experiments.statistics.estimate import LEVEL, Estimate, Shown
from innovate.experiments.statistics.means import Mean, difference_of_means, mean_of_days, welch_freedom
from innovate.experiments.statistics.student import students


def difference_of_drawn_days(
    variant: Sequence[Shown], control: Sequence[Shown], *, is_ratio: bool = False, level: float = LEVEL
) -> Estimate | None:
    """Variant minus control of shares or means, of rates variant over control; `error` is then of the logarithm.

    None with fewer than two days in an arm, where the days of an arm do not vary, and for a ratio without events in an
    arm: how much days differ is then not known.
    """
    one, other = mean_of_days(variant), mean_of_days(control)
    if one is None or other is None or not one.variance or not other.variance:
        return None
    if not is_ratio:
        return difference_of_means(one, other, level)
    if one.value <= 0 or other.value <= 0:
        return None
    one, other = _on_the_logarithm(one), _on_the_logarithm(other)
    error = math.sqrt(one.variance + other.variance)
    return students(one.value - other.value, error, welch_freedom(one, other), level, is_ratio=True)


def _on_the_logarithm(mean: Mean) -> Mean:
    return Mean(math.log(mean.value), mean.variance / mean.value**2, mean.freedom)
