"""The numbers of a test: estimates with their intervals, and the checks beside them; no words, no database.

Each file names its sources; docs/statistics.md puts them into formulas. numpy and scipy are imported inside the
functions that compute with them, so that a server starts without either.
"""

from innovate.experiments.statistics.estimate import LEVEL, Day, Estimate
from innovate.experiments.statistics.means import (
    Mean,
    difference_of_means,
    mean_interval,
    mean_of_days,
    mean_of_sums,
    mean_of_values,
    spread_of_sums,
)
from innovate.experiments.statistics.rates import rate_interval, ratio_of_rates
from innovate.experiments.statistics.shares import difference_of_shares, wilson

__all__ = [
    "LEVEL",
    "Day",
    "Estimate",
    "Mean",
    "difference_of_means",
    "difference_of_shares",
    "mean_interval",
    "mean_of_days",
    "mean_of_sums",
    "mean_of_values",
    "rate_interval",
    "ratio_of_rates",
    "spread_of_sums",
    "wilson",
]
