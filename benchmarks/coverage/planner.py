"""Settings of the planner: a test as long as it asks for finds the effect within two points of what it promises."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from benchmarks.coverage.before_after import alike
from benchmarks.coverage.simulating import Drawn, Setting
from innovate.experiments.statistics import (
    Estimate,
    difference_of_means,
    difference_of_shares,
    mean_of_sums,
    ratio_of_rates,
)
from innovate.experiments.statistics.power import Question, days_needed, power_at
from innovate.experiments.statistics.segmented import segmented
from innovate.experiments.statistics.stepped import stepped

MONDAY = date(2026, 1, 5)
SHARE = Question("share", baseline=0.70, effect=0.05)
MEAN = Question("mean", baseline=6.0, effect=-0.5, spread=3.0)
RATE = Question("rate", baseline=0.04, effect=-0.2)
Draw = Callable[[np.random.Generator], Drawn]
Holds = Callable[[Drawn], bool | None]


def _is_found(question: Question, found: Estimate | None) -> bool | None:
    """Whether the interval lies on the side of the effect."""
    if found is None:
        return None
    nothing = 1.0 if question.kind == "rate" else 0.0
    return found.low > nothing if question.effect > 0 else found.high < nothing


def _noise(question: Question, values: np.ndarray) -> np.ndarray:
    """The variance of single values."""
    if question.kind == "mean":
        return np.full(len(values), (question.spread or 0.0) ** 2)
    return np.asarray(values * (1 - values) if question.kind == "share" else values)


def _cells(
    rng: np.random.Generator, question: Question, values: np.ndarray, bases: np.ndarray, own: np.ndarray
) -> np.ndarray:
    """Cells around what is expected of them: their own wandering, and chance by their base."""
    if question.kind == "mean":
        return np.asarray(values + own + rng.normal(size=len(values)) * np.sqrt(_noise(question, values) / bases))
    if question.kind == "share":
        return np.asarray(rng.binomial(bases.astype(int), np.clip(values + own, 0, 1)) / bases)
    return np.asarray(rng.poisson(np.maximum(0, values + own) * bases) / bases)


def _parallel(question: Question, traffic: float, days: int) -> tuple[Draw, Holds]:
    """The control, and the arm that is hardest to tell from it."""
    whole = sum(question.weights)
    control, variant = (
        round(days * traffic * weight / whole) for weight in (question.weights[0], min(question.weights[1:]))
    )

    def draw(rng: np.random.Generator) -> Drawn:
        arms: list[Any] = []
        for size, value in ((variant, question.reached), (control, question.baseline)):
            if question.kind == "mean":
                values = rng.normal(value, question.spread or 0.0, size)
                arms.append(mean_of_sums(float(size), float(values.sum()), float((values**2).sum())))
            elif question.kind == "share":
                arms.append((float(rng.binomial(size, value)), float(size)))
            else:
                arms.append((float(rng.poisson(value * size)), float(size)))
        return arms

    compare: Any = {"share": difference_of_shares, "mean": difference_of_means, "rate": ratio_of_rates}[question.kind]
    return draw, lambda arms: _is_found(question, compare(*arms, question.strictness))


def _before_after(question: Question, traffic: float, days: int) -> tuple[Draw, Holds]:
    """Days that wander so that their variance, and that of a long run of them, is what the plan assumes."""
    at = np.arange(days)
    values = np.where(at >= days // 2, question.reached, question.baseline)
    bases = np.full(days, float(traffic))
    beyond = question.overdispersion - 1
    alone = (1 + question.autocorrelation) / (1 - question.autocorrelation)
    ratio = (question.overdispersion * alone - 1) / beyond
    own = np.sqrt(beyond * _noise(question, values) / bases)

    def draw(rng: np.random.Generator) -> Drawn:
        return _cells(rng, question, values, bases, own * alike(rng, days, (ratio - 1) / (ratio + 1)))

    dates = [MONDAY + timedelta(int(day)) for day in at]
    is_ratio = question.kind == "rate"
    return draw, lambda seen: _is_found(
        question, segmented(dates, list(seen), list(bases), dates[days // 2], is_ratio=is_ratio)
    )


def _stepped(question: Question, traffic: float, days: int) -> tuple[Draw, Holds]:
    """Teams that begin in turn, whose days wander by what the plan assumes."""
    team, day = (grid.ravel() for grid in np.meshgrid(np.arange(question.teams), np.arange(days), indexing="ij"))
    begun = day >= days * (1 + team * question.steps // question.teams) // (question.steps + 1)
    values = np.where(begun, question.reached, question.baseline)
    bases = np.full(len(team), traffic / question.teams)
    shared = values**2 if question.kind == "rate" else _noise(question, values)
    own = np.sqrt(question.correlation * shared)
    alone = replace(question, spread=(question.spread or 0.0) * math.sqrt(1 - question.correlation))

    def draw(rng: np.random.Generator) -> Drawn:
        return _cells(rng, alone, values, bases, own * rng.normal(size=len(team)))

    names, dates = [str(one) for one in team], [MONDAY + timedelta(int(at)) for at in day]
    is_ratio = question.kind == "rate"
    return draw, lambda seen: _is_found(
        question, stepped(names, dates, list(seen), list(bases), list(begun), is_ratio=is_ratio)
    )


def _setting(name: str, question: Question, traffic: float, runs: int = 3_000) -> Setting:
    """A test of as many days as the planner asks for, and the power that it promises them."""
    days = days_needed(question, traffic)
    assert days is not None, name
    promised = power_at(question, traffic, days)
    design = {"parallel": _parallel, "before_after": _before_after, "stepped": _stepped}[question.design]
    draw, holds = design(question, traffic, days)
    note = f"promised {promised:.1%} in {days} days"
    return Setting(f"planner: {name}", draw, holds, promised - 0.02, promised + 0.02, runs, note=note)


BEFORE = replace(SHARE, design="before_after", effect=0.08)


def _teams(question: Question, teams: int = 12) -> Question:
    return replace(question, design="stepped", teams=teams, steps=3)


SETTINGS = (
    _setting("share, two groups", SHARE, 100, 10_000),
    _setting("share, rare, uneven groups", replace(SHARE, baseline=0.02, effect=-0.01, weights=(3, 1)), 300, 10_000),
    _setting("share, three arms, Holm's first step", replace(SHARE, weights=(2, 1, 1), power=0.9), 200, 10_000),
    _setting("mean, two groups", MEAN, 60),
    _setting("mean, small and uneven groups", replace(MEAN, effect=-3, weights=(1, 4)), 10),
    _setting("rate, two groups", RATE, 1_000, 10_000),
    _setting("rate, few events", replace(RATE, baseline=0.004, effect=1.5), 200, 10_000),
    _setting("share, before/after", BEFORE, 100),
    _setting("mean, before/after", replace(MEAN, design="before_after", effect=-1.2), 40),
    _setting("rate, before/after", replace(RATE, design="before_after", effect=-0.3), 1_000),
    _setting("share, stepped rollout", _teams(SHARE), 240, 2_000),
    _setting("mean, stepped rollout", _teams(MEAN), 120, 2_000),
    _setting("rate, stepped rollout", _teams(RATE), 2_400, 2_000),
    _setting("mean, stepped rollout of few teams", _teams(MEAN, 6), 90, 3_000),
)
