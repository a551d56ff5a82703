"""The one sentence: every outcome of a test has its wording, which says what the numbers say and no more."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from innovate.core.wording import plural
from innovate.experiments.metric import Metric
from innovate.experiments.models import Design, Verdict
from innovate.experiments.readout.judging import A_YEAR
from innovate.experiments.readout.reading import Comparison, Guarded, Meets
from innovate.experiments.readout.words.beside import guardrails, margin_words
from innovate.experiments.readout.words.phrases import INTERVAL, Part, Phrases, capital, counted, listed

LONGEST = 400  # characters of a sentence that is kept with the conclusion
NAMES = ((120, 60), (60, 40), (36, 24), (24, 12))  # at most so long, of a metric and an arm, where it would be longer
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
        words = Phrases(self.metric, self.comparisons[0])
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


def _parts(said: Said) -> Iterator[Part]:
    one = said.comparisons[0]
    words = Phrases(said.metric, one)
    yield Part(_core(said, words), is_needed=True)
    yield from guardrails(said.guardrails, is_clear=words.is_clear)
    if said.margin is not None:
        yield Part(margin_words(said.metric, one, said.margin), is_needed=True)
    hedge = _hedge(words) if one.verdict is Verdict.BETTER else ""
    if hedge:
        yield Part(hedge, is_needed=True)
    if len(said.comparisons) > 1:
        yield Part(_others(said))


def _joined(parts: Sequence[Part]) -> str:
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
        guardrails=[replace(one, name=_cut(one.metric.subject, of_metric)) for one in said.guardrails],
    )


def _cut(name: str, longest: int) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


# The main comparison.


def _core(said: Said, words: Phrases) -> str:
    one, metric = words.one, said.metric
    if words.is_endless:
        return _endless(said, words)
    if words.is_clear:
        found = f"{metric.subject} {words.way} by {words.size} ({words.interval})"
        return _begun(said, f"{found}{_judged(said, words)}.")
    return _unclear(said, words) if one.meets is not Meets.SHORT else _ruled_out(said, words)


def _judged(said: Said, words: Phrases) -> str:
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


def _hedge(words: Phrases) -> str:
    """What the interval leaves open of a difference that is better."""
    if words.one.meets is not Meets.OPEN or words.is_endless:
        return ""
    is_more = abs(words.one.effect) >= abs(words.one.target or 0.0)
    return f"The {words.change} may still be {'less than' if is_more else 'as much as'} {words.target}."


def _ruled_out(said: Said, words: Phrases) -> str:
    found = f"{words.difference}, {words.interval}"
    return _begun(
        said,
        f"no clear change in {said.metric.subject} ({found}), and a {words.wanted} of {words.target} is ruled out.",
    )


def _unclear(said: Said, words: Phrases) -> str:
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
        left = f": {plural(said.days_left, 'planned day')} of numbers to come" if said.days_left else ""
        return f"Cannot tell yet{left}."
    if days <= said.days_left:
        return f"Cannot tell yet: {_days(days)} at this pace."
    left = f"only {plural(said.days_left, 'planned day')} of numbers" if said.days_left else "no planned days"
    return f"Cannot tell yet: {_days(days)} at this pace, and {left} to come."


def _days(days: int) -> str:
    """“11 more days”, “about 45 more days”: no more exact than it can be."""
    if days <= EXACT_DAYS:
        return plural(days, "more day")
    return "more than a year" if days > A_YEAR else f"about {math.ceil(days / 5) * 5} more days"


def _endless(said: Said, words: Phrases) -> str:
    """Where an arm had no event, or too few values for their tails, so that an interval has no end."""
    one, subject = words.one, said.metric.subject
    if one.effect_low > 0:
        least = words.digits.with_unit(words.digits.size(one.effect_low))
        found = f"{subject} rose by at least {least} ({INTERVAL}): the control had none, so nobody can say how much"
        return _begun(said, f"{found}.")
    too_few = f"too few {counted(said.metric)} to give a difference in {subject}."
    if said.is_running:
        return f"{_not_yet(said)} {_so_far(said)}an arm has {too_few}"
    return f"This test cannot tell: {_place(said)}an arm had {too_few}"


def _begun(said: Said, words: str) -> str:
    """The sentence with what it is about in front."""
    place = _place(said)
    if said.is_running:
        return f"So far: {place}{words}"
    return f"{place[:1].upper()}{place[1:]}{words}" if place else capital(words)


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
    return f"Of the other {len(rest)} arms, {listed(counted)}."
