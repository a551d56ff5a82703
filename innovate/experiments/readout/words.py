"""The read-out in words: one sentence for every outcome, which says what the numbers say and no more."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from innovate.core.wording import NBSP, plural
from innovate.core.wording import sentence as as_sentence
from innovate.experiments.metric import Metric
from innovate.experiments.models import Design, MetricKind, Verdict
from innovate.experiments.readout.digits import Digits
from innovate.experiments.readout.judging import guard, is_apart, worse_by
from innovate.experiments.readout.reading import Comparison, Guarded, GuardState, Meets

LONGEST = 400  # characters of a sentence that is kept with the conclusion
NAMES = ((120, 60), (60, 40), (36, 24), (24, 12))  # at most so long, of a metric and an arm, where it would be longer
INTERVAL = f"95{NBSP}% interval"
INTERVAL_ALWAYS = f"{INTERVAL}, valid however often you look"
ONCE = (
    "This interval is made for one look at the planned end: of 100 tests read so, about 95 give one that holds the "
    "true difference."
)
ALWAYS = (
    "This interval is wider so that you may look every day: in about 95 of 100 tests or more it holds the true "
    "difference at every look."
)
STILL_ALWAYS = (
    "The last day was changed after the start, so the interval that holds at every look stays in place of that of a "
    "single look."
)
MOST_NAMED = 3
EXACT_DAYS = 20  # as many days are counted one by one; more are an estimate


@dataclass(frozen=True, slots=True)
class Said:
    """All that the sentence is made from."""

    metric: Metric
    design: Design
    comparisons: Sequence[Comparison]
    guardrails: Sequence[Guarded] = ()
    is_running: bool = False  # its planned days are not over, and nobody has concluded it
    days_to_go: int | None = None
    days_left: int = 0
    margin: float | None = None  # of a bare file: how much worse is still bearable, for the metric itself

    @property
    def is_open(self) -> bool:
        """Whether the main comparison cannot tell yet."""
        words = _Words(self.metric, self.comparisons[0])
        return self.is_running and not words.is_clear and words.one.meets is not Meets.SHORT


def sentence(said: Said) -> str:
    """The main comparison, the guardrails and the other arms, within 400 characters: what matters less goes first."""
    text = ""
    for longest in NAMES:
        parts = list(_parts(_shortened(said, longest)))
        while parts:
            text = _joined(parts)
            if len(text) <= LONGEST:
                return text
            if len(parts) == 1 or parts[-1].is_needed:
                break
            parts.pop()
    return text[: LONGEST - 1] + "…"


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of the sentence: a clause that follows a semicolon, or a sentence of its own."""

    words: str
    is_clause: bool = False
    is_needed: bool = False


def _parts(said: Said) -> Iterator[_Part]:
    one = said.comparisons[0]
    words = _Words(said.metric, one)
    yield _Part(_core(said, words), is_needed=True)
    yield from _guardrails(said, words)
    if said.margin is not None:
        yield _Part(_margin(said), is_needed=True)
    hedge = _hedge(words) if one.verdict is Verdict.BETTER else ""
    if hedge:
        yield _Part(hedge, is_needed=True)
    if len(said.comparisons) > 1:
        yield _Part(_others(said))


def _joined(parts: Sequence[_Part]) -> str:
    text = ""
    for part in parts:
        before = f"{text.removesuffix('.')};" if part.is_clause else text
        text = f"{before} {part.words}{'.' if part.is_clause else ''}".strip()
    return text


def _shortened(said: Said, longest: tuple[int, int]) -> Said:
    """The same with names cut, so that numbers and verdict never are."""
    of_metric, of_arm = longest
    return replace(
        said,
        metric=replace(said.metric, name=_cut(said.metric.subject, of_metric)),
        comparisons=[replace(one, arm=_cut(one.arm, of_arm)) for one in said.comparisons],
        guardrails=[replace(one, name=_cut(one.name, of_metric)) for one in said.guardrails],
    )


def _cut(name: str, longest: int) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


# The main comparison.


@dataclass(frozen=True, slots=True)
class _Words:
    """One comparison with the numbers of its sentence as they are written."""

    metric: Metric
    one: Comparison
    marks: tuple[float, ...] = ()

    @property
    def digits(self) -> Digits:
        target = () if self.one.target is None else (self.one.target,)
        return Digits.of(
            self.metric, self.one.effect, self.one.effect_low, self.one.effect_high, (*target, *self.marks)
        )

    @property
    def way(self) -> str:
        return "rose" if self._sign > 0 else "fell"

    @property
    def change(self) -> str:
        return "rise" if self._sign > 0 else "fall"

    @property
    def _sign(self) -> float:
        return self.one.effect_low if self.is_clear else self.one.effect

    @property
    def is_clear(self) -> bool:
        return is_apart(self.one.effect_low, self.one.effect_high)

    @property
    def size(self) -> str:
        """How large a clear effect is: “3.1 points”."""
        return self.digits.with_unit(self.digits.size(self.one.effect))

    @property
    def interval(self) -> str:
        """Of a clear effect the sizes, the smaller first; else both bounds with their signs."""
        low, high = self.one.effect_low, self.one.effect_high
        if not math.isfinite(low) or not math.isfinite(high):
            return f"{INTERVAL} without an end"
        if self.is_clear:
            near, far = sorted((low, high), key=abs)
            return f"{INTERVAL} {self.digits.size(near)} to {self.digits.size(far)}"
        return f"{INTERVAL} {self.digits.signed(low)} to {self.digits.signed(high)}"

    @property
    def difference(self) -> str:
        """An effect that is not clear, with its sign: “+0.4 points”."""
        return self.digits.with_unit(self.digits.signed(self.one.effect, plus="+"))

    @property
    def target(self) -> str:
        return self.digits.chosen(self.one.target or 0.0)

    @property
    def wanted(self) -> str:
        """The change that was set out for: “rise”."""
        return "rise" if (self.one.target or 0.0) > 0 else "fall"

    @property
    def is_endless(self) -> bool:
        return not all(math.isfinite(value) for value in (self.one.effect, self.one.effect_low, self.one.effect_high))


def _core(said: Said, words: _Words) -> str:
    one, metric = words.one, said.metric
    if words.is_endless:
        return _endless(said, words)
    if words.is_clear:
        found = f"{metric.subject} {words.way} by {words.size} ({words.interval})"
        return _begun(said, f"{found}{_judged(said, words)}.")
    return _unclear(said, words) if one.meets is not Meets.SHORT else _ruled_out(said, words)


def _judged(said: Said, words: _Words) -> str:
    """What a difference that is not 0 is worth."""
    one = words.one
    if one.verdict is Verdict.UNCLEAR:
        return f", which may be chance among {len(said.comparisons)} comparisons"
    if said.metric.direction is None:
        return ""
    if one.verdict is Verdict.WORSE:
        return ", which is worse"
    if one.meets is None:
        return ", which is better"
    is_more = abs(one.effect) >= abs(one.target or 0.0)
    much = "more" if is_more else "less"
    return f", {'' if one.meets is Meets.OPEN else 'clearly '}{much} than the {words.target} that we set out to find"


def _hedge(words: _Words) -> str:
    """What the interval leaves open of a difference that is better."""
    if words.one.meets is not Meets.OPEN or words.is_endless:
        return ""
    is_more = abs(words.one.effect) >= abs(words.one.target or 0.0)
    return f"The {words.change} may still be {'less than' if is_more else 'as much as'} {words.target}."


def _ruled_out(said: Said, words: _Words) -> str:
    found = f"{words.difference}, {words.interval}"
    return _begun(
        said,
        f"no clear change in {said.metric.subject} ({found}), and a {words.wanted} of {words.target} is ruled out.",
    )


def _unclear(said: Said, words: _Words) -> str:
    subject = said.metric.subject
    difference = f"the difference in {subject} is {words.difference} ({words.interval})"
    if said.is_running:
        return f"{_not_yet(said)} {_so_far(said)}{difference}."
    if said.metric.direction is None:
        found = f"{words.difference}, {words.interval}"
        return _begun(said, f"no clear change in {subject} ({found}): the difference may be chance.")
    if words.one.target is None:
        return f"This test cannot tell: {_place(said)}{difference}, which fits with no change."
    return (
        f"This test cannot tell: {_place(said)}{difference}, "
        f"which fits with no change and with the {words.target} that we set out to find."
    )


def _not_yet(said: Said) -> str:
    """How much longer it takes, and whether that is within the plan."""
    days = said.days_to_go
    if days is None:
        left = f": {plural(said.days_left, 'planned day')} to go" if said.days_left else ""
        return f"Cannot tell yet{left}."
    if days <= said.days_left:
        return f"Cannot tell yet: {_days(days)} at this pace."
    return f"Cannot tell yet: {_days(days)} at this pace, and the plan has {said.days_left} left."


def _days(days: int) -> str:
    """“11 more days”, “about 45 more days”: no more exact than it can be."""
    if days <= EXACT_DAYS:
        return plural(days, "more day")
    return "more than a year" if days > 365 else f"about {math.ceil(days / 5) * 5} more days"


def _endless(said: Said, words: _Words) -> str:
    """Where an arm had no event, or too few values for their tails, so that an interval has no end."""
    one, subject = words.one, said.metric.subject
    if one.effect_low > 0:
        least = words.digits.with_unit(words.digits.size(one.effect_low))
        found = f"{subject} rose by at least {least} ({INTERVAL}): the control had none, so nobody can say how much"
        return _begun(said, f"{found}.")
    too_few = f"too few {_counted(said.metric)} to give a difference in {subject}."
    if said.is_running:
        return f"{_not_yet(said)} {_so_far(said)}an arm has {too_few}"
    return f"This test cannot tell: {_place(said)}an arm had {too_few}"


def _counted(metric: Metric) -> str:
    """What there are too few of."""
    return "values" if metric.kind is MetricKind.MEAN else "events"


def _begun(said: Said, words: str) -> str:
    """The sentence with what it is about in front."""
    place = _place(said)
    if said.is_running:
        return f"So far: {place}{words}"
    return f"{place[:1].upper()}{place[1:]}{words}" if place else _capital(words)


def _so_far(said: Said) -> str:
    place = _place(said)
    return f"So far, {place}" if place else "So far "


def _place(said: Said) -> str:
    """Where the difference was seen, for whatever is not simply two groups."""
    if said.design is Design.BEFORE_AFTER:
        return "after the change, "
    if said.design is Design.STEPPED:
        return "in teams that began, "
    return f"with “{said.comparisons[0].arm}”, " if len(said.comparisons) > 1 else ""


def _capital(words: str) -> str:
    """As a sentence begins; a name that is written as eNPS stays as it is."""
    first = words.split(" ", 1)[0]
    return as_sentence(words) if first == first.lower() else words


def _others(said: Said) -> str:
    """The other arms, counted by what they showed."""
    rest = said.comparisons[1:]
    is_named = said.metric.direction is not None
    names = ("better", "worse") if is_named else ("higher", "lower")
    found = [
        (sum(one.verdict is verdict for one in rest), word)
        for verdict, word in zip((Verdict.BETTER, Verdict.WORSE), names, strict=True)
    ]
    counted = [f"{count} {'is' if count == 1 else 'are'} clearly {word}" for count, word in found if count]
    unclear = len(rest) - sum(count for count, _ in found)
    if not counted:
        if len(rest) == 1:
            return "The other arm shows no clear change."
        return f"None of the other {len(rest)} arms shows a clear change."
    if len(rest) == 1:
        return f"The other arm {counted[0].removeprefix('1 ')}."
    if unclear:
        counted.append(f"{unclear} {'shows' if unclear == 1 else 'show'} no clear change")
    return f"Of the other {len(rest)} arms, {_listed(counted)}."


def _listed(words: Sequence[str]) -> str:
    if len(words) > MOST_NAMED:
        words = [*words[: MOST_NAMED - 1], f"{len(words) - MOST_NAMED + 1} more"]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


# Guardrails and what is measured beside.


def _guardrails(said: Said, words: _Words) -> Iterator[_Part]:
    """Broken ones first; those that held in half a line."""
    broken, still, kept = (
        [one for one in said.guardrails if one.state is state]
        for state in (GuardState.BROKEN, GuardState.OPEN, GuardState.KEPT)
    )
    if len(broken) == 1:
        yield _Part(f"But {guard_clause(broken[0])}.", is_needed=True)
    elif broken:
        names = _listed([one.name for one in broken])
        yield _Part(f"But {len(broken)} guardrails are broken: {names}.", is_needed=True)
    if len(still) == 1:
        yield _Part(f"{_capital(guard_clause(still[0]))}.")
    elif still:
        yield _Part(f"{len(still)} guardrails are still open: {_listed([one.name for one in still])}.")
    if not kept:
        return
    if len(kept) == 1:
        held = guard_clause(kept[0])
    else:
        held = "both guardrails held" if len(kept) == 2 else f"{len(kept)} guardrails held"
    is_clause = not broken and not still and words.is_clear
    yield _Part(held if is_clause else f"{_capital(held)}.", is_clause=is_clause)


def guard_clause(one: Guarded) -> str:
    """What is known of a guardrail, without its numbers' interval."""
    return _guarded(one.name, _beside_margin(one.metric, one.comparison, one.margin), one.margin, one.state)


def guard_words(name: str, metric: Metric, comparison: Comparison, margin: float, state: GuardState) -> str:
    """A guardrail on a line of its own, with its interval."""
    words = _beside_margin(metric, comparison, margin)
    clause = _guarded(name, words, margin, state)
    return f"{_capital(clause)}: the difference is {words.difference} ({_signed_interval(words)})."


def _beside_margin(metric: Metric, one: Comparison, margin: float) -> _Words:
    size = metric.margin_effect(margin)
    return _Words(metric, one, (size, -size))


def _guarded(name: str, words: _Words, allowed: float, state: GuardState) -> str:
    worst, best = worse_by(words.metric, words.one)
    size = words.size if math.isfinite(words.one.effect) else "very much"
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


def _margin(said: Said) -> str:
    """Non-inferiority of the metric itself, where a bare file was given a margin."""
    assert said.margin is not None
    one = said.comparisons[0]
    state = guard(said.metric, said.margin, one)
    margin = _beside_margin(said.metric, one, said.margin).digits.chosen(said.metric.margin_effect(said.margin))
    worse = "lower" if said.metric.is_better(1) else "higher"
    if state is GuardState.KEPT:
        return f"It is not {worse} by more than the margin of {margin}."
    if state is GuardState.BROKEN:
        return f"It is {worse} by more than the margin of {margin}."
    return f"Whether it is {worse} by more than the margin of {margin} stays open."


def secondary_words(metric: Metric, one: Comparison, together: int) -> str:
    """A secondary metric on a line of its own."""
    words = _Words(metric, one)
    if words.is_endless:
        return f"An arm has too few {_counted(metric)} to give a difference."
    if not words.is_clear:
        return f"No clear change: the difference is {words.difference} ({words.interval})."
    found = f"{words.way.capitalize()} by {words.size} ({words.interval})"
    if one.verdict is Verdict.UNCLEAR:
        return f"{found}, which may be chance among {together} results that are read beside the main one."
    return f"{found}, which is {one.verdict.value}."


def _signed_interval(words: _Words) -> str:
    low, high = words.one.effect_low, words.one.effect_high
    if words.is_endless:
        return f"{INTERVAL} without an end"
    return f"{INTERVAL} {words.digits.signed(low)} to {words.digits.signed(high)}"
