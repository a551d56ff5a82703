"""Reads of experiments: the list, one with all that its pages show, and its place on the idea's page."""

from innovate.experiments.queries.amendments import AmendmentLine, MeasuredBeside, amendments, measured_beside
from innovate.experiments.queries.cases import CasePage, CaseRow, case_page, find_cases, get_case, list_cases
from innovate.experiments.queries.collisions import Collision, Footprint, collisions, collisions_of
from innovate.experiments.queries.corrections import Correction, corrections
from innovate.experiments.queries.decision import Deciding, deciding
from innovate.experiments.queries.diary import DiaryLine, PhotoView, diary
from innovate.experiments.queries.forecasts import Forecasts, calibration, forecasts
from innovate.experiments.queries.grid import DataCell, DataGrid, DataRow, data_grid, kept
from innovate.experiments.queries.library import MetricRow, Offered, Use, library, library_metric, offered, uses
from innovate.experiments.queries.lots import Drawing, Lot, could_be_drawn, drawings, lots
from innovate.experiments.queries.page import ExperimentPage, get_experiment, page
from innovate.experiments.queries.panel import ExperimentPanel, latest_of, panel
from innovate.experiments.queries.people import colleagues, teams
from innovate.experiments.queries.plan import PlanPage, plan_page
from innovate.experiments.queries.portfolio import Portfolio, portfolio
from innovate.experiments.queries.rounds import Round, rounds
from innovate.experiments.queries.yields import Yields, yields

__all__ = [
    "AmendmentLine",
    "CasePage",
    "CaseRow",
    "Collision",
    "Correction",
    "DataCell",
    "DataGrid",
    "DataRow",
    "Deciding",
    "DiaryLine",
    "Drawing",
    "ExperimentPage",
    "ExperimentPanel",
    "Footprint",
    "Forecasts",
    "Lot",
    "MeasuredBeside",
    "MetricRow",
    "Offered",
    "PhotoView",
    "PlanPage",
    "Portfolio",
    "Round",
    "Use",
    "Yields",
    "amendments",
    "calibration",
    "case_page",
    "colleagues",
    "collisions",
    "collisions_of",
    "corrections",
    "could_be_drawn",
    "data_grid",
    "deciding",
    "diary",
    "drawings",
    "find_cases",
    "forecasts",
    "get_case",
    "get_experiment",
    "kept",
    "latest_of",
    "library",
    "library_metric",
    "list_cases",
    "lots",
    "measured_beside",
    "offered",
    "page",
    "panel",
    "plan_page",
    "portfolio",
    "rounds",
    "teams",
    "uses",
    "yields",
]
