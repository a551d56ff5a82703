"""What holds for whatever numbers come: no words are too long or slip, and a mirror image says the mirror image."""

import math
import re
from dataclasses import replace

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from innovate.experiments.metric import Metric
from innovate.experiments.models import Design, Direction, MetricKind, Verdict
from innovate.experiments.readout import LONGEST, GuardState, Meets, Observed, Promise, Series, Side, read, terms
from tests.unit.experiments.readout.making import START, day

PHASES = [phase for phase in Phase if phase is not Phase.shrink]  # to make such a trial smaller takes minutes
SLIP = re.compile(r"\bnan\b|\binf\b|\bNone\b(?! of)|-?\d+e[+-]?\d|--|  | ,|\.\.|\{|\}")
NAMES = st.text(alphabet="abcdefghijklmnop QRSTUV", min_size=1, max_size=60).map(str.strip).filter(bool)
LONG = st.text(alphabet="abcdefghij klmnop", min_size=1, max_size=120).map(str.strip).filter(bool)


@st.composite
def metrics(draw, *, target=True):
    kind, direction = draw(st.sampled_from(MetricKind)), draw(st.sampled_from(Direction))
    baseline = draw(st.floats(0.05, 0.95)) if kind is MetricKind.SHARE else draw(st.floats(0.01, 1e6))
    factor = draw(st.floats(1.001, 1.9) if direction is Direction.UP else st.floats(0.1, 0.999))
    goal = min(baseline * factor, 0.999) if kind is MetricKind.SHARE else baseline * factor
    unit = draw(NAMES)[:30] if kind is not MetricKind.SHARE else ""
    return Metric(draw(LONG), kind, unit, direction, baseline, goal if target else None)


@st.composite
def numbers(draw, kind):
    """Amount, base and spread of a day."""
    if kind is MetricKind.SHARE:
        base = draw(st.integers(1, 100_000))
        return float(draw(st.integers(0, base))), float(base), None
    if kind is MetricKind.RATE:
        return float(draw(st.integers(0, 100_000))), draw(st.floats(0.001, 1e6)), None
    base = draw(st.integers(2, 10_000))
    return draw(st.floats(-1e9, 1e9)), float(base), draw(st.floats(0, 1e7) | st.none())


@st.composite
def arms(draw, metric, names):
    count = draw(st.integers(1, 20))
    return tuple(
        Series(
            name,
            place == 0,
            tuple(Observed(day(at), *draw(numbers(metric.kind))) for at in range(count)),
        )
        for place, name in enumerate(names)
    )


@st.composite
def trials(draw):
    metric = draw(metrics())
    names = draw(st.lists(NAMES, min_size=2, max_size=4, unique=True))
    beside = [
        Side(one.name, one, draw(arms(one, names)), margin)
        for one, margin in draw(
            st.lists(st.tuples(metrics(target=False), st.none() | st.floats(0.001, 0.5)), max_size=4)
        )
    ]
    today = day(draw(st.integers(0, 60)))
    promised = draw(st.none() | st.builds(Promise, st.just(START), st.just(day(27)), st.just(today)))
    return terms.Test(
        metric,
        Design.PARALLEL,
        draw(arms(metric, names)),
        promised,
        tuple(one for one in beside if one.margin is None),
        tuple(one for one in beside if one.margin is not None),
    )


@settings(max_examples=40, deadline=None, phases=PHASES)
@given(trials(), st.sampled_from([None, True, False]))
def test_no_words_are_too_long_or_slip(test, sequential):
    found = read(test, sequential=sequential)
    if found is None:
        return
    assert 20 < len(found.sentence) <= LONGEST
    assert found.sentence.endswith(".")
    said = [found.sentence, *(one.sentence for one in found.warnings), *(one.short for one in found.comparisons)]
    said += [one.words for one in found.guardrails] + [one.words for one in found.secondaries]
    for words in said:
        names = (test.metric.name, test.metric.unit, *(one.name for one in test.series), *_beside(test))
        assert not SLIP.search(_without(words, names)), words


def _without(words, names):
    """The words with every name, which may hold anything, an x."""
    for name in sorted(filter(None, names), key=len, reverse=True):
        words = words.replace(name, "x").replace(f"{name[:1].upper()}{name[1:]}", "x")  # as a sentence begins with it
    return words.replace("\u00a0", " ")


def _beside(test):
    return [name for side in (*test.secondaries, *test.guardrails) for name in (side.name, side.metric.unit) if name]


def _mirrored(test):
    """The same share counted by its failures, with the other direction."""
    metric = test.metric
    turned = replace(
        metric,
        direction=Direction.DOWN if metric.direction is Direction.UP else Direction.UP,
        baseline=1 - metric.baseline,
        target=1 - metric.target,
    )
    series = tuple(
        replace(arm, days=tuple(replace(one, amount=one.base - one.amount) for one in arm.days)) for arm in test.series
    )
    return replace(test, metric=turned, series=series)


TURNED = {"rose": "fell", "fell": "rose", "rise": "fall", "fall": "rise"}


@settings(max_examples=40, deadline=None, phases=PHASES)
@given(
    st.sampled_from(Direction),
    st.integers(0, 2000),
    st.integers(0, 2000),
    st.sampled_from([0.01, 0.02, 0.05]),
    st.booleans(),
)
def test_counting_failures_instead_says_the_same_the_other_way_round(direction, ours, theirs, effect, sequential):
    goal = 0.5 + effect if direction is Direction.UP else 0.5 - effect
    metric = Metric("resolution", MetricKind.SHARE, "", direction, 0.5, goal)
    series = tuple(
        Series(name, name == "Today", (Observed(START, amount, 2000),))
        for name, amount in (("Today", theirs), ("New", ours))
    )
    test = terms.Test(metric, Design.PARALLEL, series, Promise(START, day(27), day(60)))
    found, turned = (read(one, sequential=sequential) for one in (test, _mirrored(test)))
    assert found is not None
    assert turned is not None
    assert turned.verdict is found.verdict
    assert turned.main.meets is found.main.meets
    if "difference" in found.sentence or "No clear" in found.sentence:
        return  # these name both ends with their signs, which trade places
    words = re.sub("rose|fell|rise|fall", lambda one: TURNED[one.group()], found.sentence)
    assert turned.sentence == words


@settings(max_examples=40, deadline=None, phases=PHASES)
@given(trials())
def test_a_verdict_never_says_more_than_the_interval(test):
    found = read(test)
    if found is None:
        return
    for one in found.comparisons:
        assert one.low <= one.estimate <= one.high
        if one.verdict is not Verdict.UNCLEAR:
            assert one.effect_low > 0 or one.effect_high < 0
            assert one.p_holm is None or one.p_holm <= 0.05
        if one.meets is Meets.MET and len(found.comparisons) == 1:
            assert one.verdict is Verdict.BETTER
    for guarded in found.guardrails:
        margin = guarded.metric.margin_effect(guarded.margin)
        worst = (
            guarded.comparison.effect_high
            if guarded.metric.direction is Direction.DOWN
            else -guarded.comparison.effect_low
        )
        assert (guarded.state is GuardState.KEPT) is (worst < margin)


@settings(max_examples=25, deadline=None, phases=PHASES)
@given(trials())
def test_looking_every_day_never_gives_a_narrower_interval(test):
    once, always = read(test, sequential=False), read(test, sequential=True)
    if once is None or always is None:
        return
    for one, other in zip(once.comparisons, always.comparisons, strict=True):
        assert other.low <= one.low
        assert other.high >= one.high
        assert math.isnan(other.estimate) is False
