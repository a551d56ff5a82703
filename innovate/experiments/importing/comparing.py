"""What a sheet would change: what is new, what differs from what stands, and what stands already."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from innovate.experiments.importing.terms import Subject
from innovate.experiments.measuring import Cell, Numbers, Row
from innovate.experiments.metric import Metric


@dataclass(frozen=True, slots=True)
class Change:
    """A recorded number that the sheet says differently."""

    day: date
    arm: str
    metric: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Part:
    """What the sheet says of one arm in one metric."""

    metric: str
    arm: str
    days: int
    first: date
    last: date
    new: int
    changed: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """The sheet beside what stands; `seen` is a print of what stood there, for whoever keeps it later."""

    parts: tuple[Part, ...]
    changes: tuple[Change, ...]
    new: int
    unchanged: int
    seen: str

    @property
    def changed(self) -> int:
        return len(self.changes)

    @property
    def metrics(self) -> int:
        return len({part.metric for part in self.parts})


def compare(
    rows: Sequence[Row], kept: Mapping[Cell, Numbers], subjects: Sequence[Subject], arms: Mapping[str, int]
) -> Comparison:
    """Each row beside what is recorded in its place."""
    metrics: dict[int | None, Metric] = {one.measure_id: one.metric for one in subjects}
    names = {arm_id: name for name, arm_id in arms.items()}
    place_of_metric = {measure_id: place for place, measure_id in enumerate(metrics)}
    place_of_arm = {arm_id: place for place, arm_id in enumerate(names)}
    ordered = sorted(rows, key=lambda row: (place_of_metric[row.measure_id], place_of_arm[row.arm_id], row.day))
    groups: dict[tuple[int | None, int], list[Row]] = {}
    for row in ordered:
        groups.setdefault((row.measure_id, row.arm_id), []).append(row)
    changes = []
    for row in ordered:
        before = kept.get(row.cell)
        if before is not None and before != row.numbers:
            metric = metrics[row.measure_id]
            words = metric.show_day(*before), metric.show_day(*row.numbers)
            changes.append(Change(row.day, names[row.arm_id], metric.name, *words))
    parts = tuple(
        _part(metrics[measure_id].name, names[arm_id], found, kept) for (measure_id, arm_id), found in groups.items()
    )
    new = sum(part.new for part in parts)
    return Comparison(parts, tuple(changes), new, len(rows) - new - len(changes), print_of(rows, kept))


def _part(metric: str, arm: str, rows: list[Row], kept: Mapping[Cell, Numbers]) -> Part:
    stood = [kept.get(row.cell) for row in rows]
    changed = sum(before is not None and before != row.numbers for before, row in zip(stood, rows, strict=True))
    return Part(metric, arm, len(rows), rows[0].day, rows[-1].day, stood.count(None), changed)


def print_of(rows: Iterable[Row], kept: Mapping[Cell, Numbers]) -> str:
    """A print of what stands where these rows would go, to notice when it is something else later."""
    stands = hashlib.sha256()
    for row in sorted(rows, key=lambda row: (row.measure_id or 0, row.arm_id, row.day)):
        stands.update(repr(kept.get(row.cell)).encode())
    return stands.hexdigest()[:32]
