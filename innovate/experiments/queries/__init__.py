"""Reads of experiments: the list, one with all that its pages show, and its place on the idea's page."""

from innovate.experiments.queries.listing import ExperimentRow, Listing, listing
from innovate.experiments.queries.page import DataRow, ExperimentPage, arms_of, data_rows, get_experiment, page, plot
from innovate.experiments.queries.panel import ExperimentPanel, latest_of, panel
from innovate.experiments.queries.people import colleagues

__all__ = [
    "DataRow",
    "ExperimentPage",
    "ExperimentPanel",
    "ExperimentRow",
    "Listing",
    "arms_of",
    "colleagues",
    "data_rows",
    "get_experiment",
    "latest_of",
    "listing",
    "page",
    "panel",
    "plot",
]
