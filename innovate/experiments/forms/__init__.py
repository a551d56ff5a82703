"""What people type of an experiment: its plan and lots, numbers and diary, amendments, the decision, the library."""

from innovate.experiments.forms.amend import AmendForm, plan_to_amend
from innovate.experiments.forms.cases import CaseForm
from innovate.experiments.forms.data import CorrectionForm, KeepForm, SheetForm
from innovate.experiments.forms.decision import ConcludeForm, NextRoundForm
from innovate.experiments.forms.diary import PLACES, DiaryForm, EditDiaryForm
from innovate.experiments.forms.library import LibraryForm, metric_as_typed
from innovate.experiments.forms.lots import STRATA, LotsForm, OrderForm, lines_of, usual_steps
from innovate.experiments.forms.numbers import cents
from innovate.experiments.forms.plan import Belief, PlanForm
from innovate.experiments.forms.standing import fresh_plan, plan_as_typed
from innovate.experiments.forms.start import ForecastForm, StartForm

__all__ = [
    "PLACES",
    "STRATA",
    "AmendForm",
    "Belief",
    "CaseForm",
    "ConcludeForm",
    "CorrectionForm",
    "DiaryForm",
    "EditDiaryForm",
    "ForecastForm",
    "KeepForm",
    "LibraryForm",
    "LotsForm",
    "NextRoundForm",
    "OrderForm",
    "PlanForm",
    "SheetForm",
    "StartForm",
    "cents",
    "fresh_plan",
    "lines_of",
    "metric_as_typed",
    "plan_as_typed",
    "plan_to_amend",
    "usual_steps",
]
