"""What people do with an experiment: plan it, run it, hand it over, decide on it."""

from innovate.experiments.commands.amend import amend_plan
from innovate.experiments.commands.cases import improve_case
from innovate.experiments.commands.decide import conclude_experiment, open_next_round
from innovate.experiments.commands.diary import delete_diary, edit_diary, write_diary
from innovate.experiments.commands.draw_lots import draw_lots, draw_order
from innovate.experiments.commands.forecast import give_forecast
from innovate.experiments.commands.hand_over import hand_over_experiment
from innovate.experiments.commands.library import save_metric
from innovate.experiments.commands.plan import change_plan, plan_experiment
from innovate.experiments.commands.run import record_measurements
from innovate.experiments.commands.start import start_experiment

__all__ = [
    "amend_plan",
    "change_plan",
    "conclude_experiment",
    "delete_diary",
    "draw_lots",
    "draw_order",
    "edit_diary",
    "give_forecast",
    "hand_over_experiment",
    "improve_case",
    "open_next_round",
    "plan_experiment",
    "record_measurements",
    "save_metric",
    "start_experiment",
    "write_diary",
]
