"""The figures as a page of Markdown."""

import platform
from collections.abc import Mapping, Sequence

from benchmarks.coverage.simulating import SEED, Figure
from innovate.core.clock import today


def page(parts: Mapping[str, Sequence[Figure]], seconds: float) -> str:
    """All figures, part by part."""
    lines = [
        "# How often the intervals hold",
        "",
        f"{today():%Y-%m-%d}; Python {platform.python_version()}; {seconds:.0f} s; seed {SEED} and the setting's name.",
        "Data of a known truth are drawn and read by the estimators of the application. Promised is what theory says;",
        "of what lies beyond theory, the figure stands as it is, with how often the page warns of it.",
        "Made by `make bench ARGS=coverage`.",
    ]
    for title, figures in parts.items():
        lines += ["", f"## {title}", "", "| setting | runs | held | promised | |", "|---|--:|--:|--:|---|"]
        lines += [_line(figure) for figure in figures]
    kept = [figure.is_kept for figures in parts.values() for figure in figures]
    return "\n".join([*lines, "", f"{sum(kept)} of {len(kept)} settings kept their promise."]) + "\n"


def _line(figure: Figure) -> str:
    setting = figure.setting
    words = [] if figure.is_kept else ["**missed**"]
    if setting.note:
        words.append(setting.note)
    if figure.unread:
        words.append(f"nothing to read in {figure.unread:.1%}")
    if figure.warned is not None:
        words.append(
            f"{setting.beyond}; warned of in {figure.warned:.1%}" if setting.beyond else f"{figure.warned:.1%}"
        )
    if setting.beyond:
        promised = "less"
    elif setting.at_most < 1:
        promised = f"{setting.at_least:.1%} to {setting.at_most:.1%}"
    else:
        promised = f"at least {setting.at_least:.1%}"
    return f"| {setting.name} | {figure.runs:,} | {figure.held:.2%} | {promised} | {'; '.join(words)} |"
