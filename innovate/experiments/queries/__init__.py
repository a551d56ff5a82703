"""Reads of experiments: the list, one with all that its pages show, and its place on the idea's page."""

from innovate.experiments.queries.data import Correction, DataRow, arms_of, corrections, data_rows, kept, plot
from innovate.experiments.queries.listing import ExperimentRow, Listing, listing
from innovate.experiments.queries.page import ExperimentPage, get_experiment, page
from innovate.experiments.queries.panel import ExperimentPanel, latest_of, panel
from innovate.experiments.queries.people import colleagues
from innovate.experiments.queries.rounds import Round, rounds

__all__ = [
    "Correction",
    "DataRow",
    "ExperimentPage",
    "ExperimentPanel",
    "ExperimentRow",
    "Listing",
    "Round",
    "arms_of",
    "colleagues",
    "corrections",
    "data_rows",
    "get_experiment",
    "kept",
    "latest_of",
    "listing",
    "page",
    "panel",
    "plot",
    "rounds",
]
