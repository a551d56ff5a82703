"""Several comparisons, held against statsmodels and against what SAS prints."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from innovate.experiments.statistics import holm, relative

SAS = (  # SAS/STAT User's Guide, The MULTTEST Procedure, example 5
    "0.28282 0.30688 0.71022 0.77175 0.78180 0.88581 0.54685 0.84978 0.24228 0.58977 0.03498 0.41607 "
    "0.31631 0.05254 0.45061 0.75758 0.12496 0.49485 0.21572 0.50505 0.94372 0.81260 0.77596 0.36889"
)
family = st.lists(st.floats(0, 1), min_size=1, max_size=20)


def test_holm_agrees_with_the_manual_of_sas():
    raw = [float(word) for word in SAS.split()]
    assert holm(raw) == pytest.approx([0.8395 if p == 0.03498 else 1.0 for p in raw], abs=5e-5)


def test_holm_agrees_with_the_example_of_wikipedia():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


@settings(max_examples=10)  # statsmodels takes its time
@given(family)
def test_holm_agrees_with_statsmodels(p_values):
    assert holm(p_values) == pytest.approx(list(multipletests(p_values, method="holm")[1]), abs=1e-12)


@given(family)
def test_holm_never_helps_and_asks_for_no_more_than_bonferroni(p_values):
    for raw, adjusted in zip(p_values, holm(p_values), strict=True):
        assert raw <= adjusted <= min(1, raw * len(p_values))


def test_a_single_comparison_stays_as_it_is_and_none_is_none():
    assert holm([0.03]) == [0.03]
    assert holm([]) == []


def test_a_relative_effect_keeps_the_direction_of_the_effect():
    assert relative(3, 60) == 0.05
    assert relative(3, -60) == 0.05
    assert relative(-3, 60) == -0.05
    assert relative(3, 0) is None
