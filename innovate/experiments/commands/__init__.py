"""What people do with an experiment: plan it, run it, hand it over, decide on it."""

from innovate.experiments.commands.cases import improve_case
from innovate.experiments.commands.decide import conclude_experiment, open_next_round
from innovate.experiments.commands.forecast import give_forecast
from innovate.experiments.commands.hand_over import hand_over_experiment
from innovate.experiments.commands.plan import change_plan, plan_experiment
from innovate.experiments.commands.run import record_measurements, start_experiment

__all__ = [
    "change_plan",
    "conclude_experiment",
    "give_forecast",
    "hand_over_experiment",
    "improve_case",
    "open_next_round",
    "plan_experiment",
    "record_measurements",
    "start_experiment",
]
