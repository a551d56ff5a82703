"""An empty file to fill in: the heads, and a line for each day and arm that the plan asks for."""

from collections.abc import Iterator
from datetime import date, timedelta

from innovate.core.spreadsheets import line
from innovate.experiments.importing.heads import NUMBERS, Role
from innovate.experiments.importing.terms import Asked
from innovate.experiments.models import MetricKind

_WANTED = {
    MetricKind.SHARE: (Role.AMOUNT, Role.BASE),
    MetricKind.MEAN: (Role.BASE, Role.AMOUNT, Role.SPREAD),
    MetricKind.RATE: (Role.AMOUNT, Role.BASE),
}


def heads(asked: Asked) -> list[str]:
    """The heads of a file with a line for each day and arm."""
    kinds = list(dict.fromkeys(one.metric.kind for one in asked.subjects))
    numbers = [NUMBERS[kind][role][0] for kind in kinds for role in _WANTED[kind]]
    return ["day", "arm", *(["metric"] if len(asked.subjects) > 1 else []), *numbers]


def blank(asked: Asked) -> Iterator[str]:
    """The file's lines, each with its end."""
    several, names = len(asked.subjects) > 1, heads(asked)
    yield line(names)
    day = asked.starts_on
    while day <= asked.ends_on:
        for arm in _arms(asked, day):
            for subject in asked.subjects:
                known = [day.isoformat(), arm, *([subject.metric.name] if several else [])]
                yield line([*known, *("" for _ in names[len(known) :])])
        day += timedelta(days=1)


def _arms(asked: Asked, day: date) -> list[str]:
    by_day = asked.arm_of(day)
    return [name for name, arm_id in asked.arms.items() if by_day in (None, arm_id)]
