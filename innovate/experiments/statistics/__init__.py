"""The numbers of a test: estimates with their intervals, and the checks beside them; no words, no database.

Each file names its sources; docs/statistics.md puts them into formulas. numpy and scipy are imported inside the
functions that compute with them, so that a server starts without either.
"""

from innovate.experiments.statistics.chances import (
    PRIOR,
    chance_of_effect,
    chance_of_mean,
    chance_of_rate,
    chance_of_share,
)
from innovate.experiments.statistics.drawn_days import difference_of_drawn_days
from innovate.experiments.statistics.estimate import LEVEL, Day, Estimate
from innovate.experiments.statistics.means import (
    Mean,
    difference_of_days,
    difference_of_means,
    mean_interval,
    mean_of_days,
    mean_of_sums,
    mean_of_values,
    spread_of_sums,
)
from innovate.experiments.statistics.rates import rate_interval, ratio_of_rates
from innovate.experiments.statistics.sequential import always_valid_p, confidence_sequence
from innovate.experiments.statistics.several import holm, relative
from innovate.experiments.statistics.shares import difference_of_shares, wilson

__all__ = [
    "LEVEL",
    "PRIOR",
    "Day",
    "Estimate",
    "Mean",
    "always_valid_p",
    "chance_of_effect",
    "chance_of_mean",
    "chance_of_rate",
    "chance_of_share",
    "confidence_sequence",
    "difference_of_days",
    "difference_of_drawn_days",
    "difference_of_means",
    "difference_of_shares",
    "holm",
    "mean_interval",
    "mean_of_days",
    "mean_of_sums",
    "mean_of_values",
    "rate_interval",
    "ratio_of_rates",
    "relative",
    "spread_of_sums",
    "wilson",
]
