"""What is said beside the main comparison: guardrails, the margin of a bare file, and secondary metrics."""

import math
from collections.abc import Iterator, Sequence

from innovate.experiments.metric import Metric, in_a_sentence
from innovate.experiments.models import Verdict
from innovate.experiments.readout.judging import guard, worse_by
from innovate.experiments.readout.reading import Comparison, Guarded, GuardState
from innovate.experiments.readout.words.phrases import INTERVAL, Part, Phrases, capital, counted, listed


def guardrails(judged: Sequence[Guarded], *, is_clear: bool) -> Iterator[Part]:
    """Broken ones first; those that held in half a line."""
    broken, still, kept = (
        [one for one in judged if one.state is state] for state in (GuardState.BROKEN, GuardState.OPEN, GuardState.KEPT)
    )
    if len(broken) == 1:
        yield Part(f"But {guard_clause(broken[0])}.", is_needed=True)
    elif broken:
        names = listed([one.name for one in broken])
        yield Part(f"But {len(broken)} guardrails are broken: {names}.", is_needed=True)
    if len(still) == 1:
        yield Part(f"{capital(guard_clause(still[0]))}.")
    elif still:
        yield Part(f"{len(still)} guardrails are still open: {listed([one.name for one in still])}.")
    if not kept:
        return
    if len(kept) == 1:
        held = guard_clause(kept[0])
    else:
        held = "both guardrails held" if len(kept) == 2 else f"{len(kept)} guardrails held"
    is_clause = not broken and not still and is_clear
    yield Part(held if is_clause else f"{capital(held)}.", is_clause=is_clause)


def guard_clause(one: Guarded) -> str:
    """What is known of a guardrail, without its numbers' interval."""
    return _guarded(
        in_a_sentence(one.name), _beside_margin(one.metric, one.comparison, one.margin), one.margin, one.state
    )


def guard_words(name: str, metric: Metric, comparison: Comparison, margin: float, state: GuardState) -> str:
    """A guardrail on a line of its own, with its interval."""
    words = _beside_margin(metric, comparison, margin)
    clause = _guarded(in_a_sentence(name), words, margin, state)
    if words.is_endless:
        return f"{capital(clause)}: an arm has too few {counted(metric)} to give a difference."
    return f"{capital(clause)}: the difference is {words.difference} ({_signed_interval(words)})."


def _beside_margin(metric: Metric, one: Comparison, margin: float) -> Phrases:
    size = metric.margin_effect(margin)
    return Phrases(metric, one, (size, -size))


def _guarded(name: str, words: Phrases, allowed: float, state: GuardState) -> str:
    worst, best = worse_by(words.metric, words.one)
    size = words.size
    if not math.isfinite(words.one.effect):
        size = f"at least {words.digits.with_unit(words.digits.size(best))}"
    margin = words.digits.chosen(words.metric.margin_effect(allowed))
    if state is GuardState.OPEN:
        return f"whether {name} got worse by more than {margin} stays open"
    if state is GuardState.BROKEN:
        return f"{name} got worse by {size}, more than the {margin} that we allow"
    if worst <= 0:
        return f"{name} did not get worse"
    if best > 0:
        return f"{name} got worse by {size}, less than the {margin} that we allow"
    return f"{name} did not get worse by more than {margin}"


def margin_words(metric: Metric, one: Comparison, allowed: float) -> str:
    """Non-inferiority of the metric itself, where a bare file was given a margin."""
    state = guard(metric, allowed, one)
    margin = _beside_margin(metric, one, allowed).digits.chosen(metric.margin_effect(allowed))
    worse = "lower" if metric.is_better(1) else "higher"
    if state is GuardState.KEPT:
        return f"It is not {worse} by more than the margin of {margin}."
    if state is GuardState.BROKEN:
        return f"It is {worse} by more than the margin of {margin}."
    return f"Whether it is {worse} by more than the margin of {margin} stays open."


def secondary_words(metric: Metric, one: Comparison, together: int) -> str:
    """A secondary metric on a line of its own."""
    words = Phrases(metric, one)
    if words.is_endless:
        return f"An arm has too few {counted(metric)} to give a difference."
    if not words.is_clear:
        return f"No clear change: the difference is {words.difference} ({words.interval})."
    found = f"{words.way.capitalize()} by {words.size} ({words.interval})"
    if one.verdict is Verdict.UNCLEAR:
        return f"{found}, which may be chance among {together} results that are read beside the main one."
    return f"{found}, which is {one.verdict.value}."


def _signed_interval(words: Phrases) -> str:
    return f"{INTERVAL} {words.digits.signed(words.one.effect_low)} to {words.digits.signed(words.one.effect_high)}"
