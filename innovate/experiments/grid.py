"""The grid of days and arms, from what was typed to rows; nothing is kept unless every cell is right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from innovate.experiments import measuring
from innovate.experiments.measuring import Row, number_of
from innovate.experiments.metric import Metric
from innovate.experiments.queries import DataRow


@dataclass(frozen=True, slots=True)
class Typed:
    """A cell as it was typed, and what is wrong with it."""

    amount: str
    base: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """What was typed: the rows that differ from what is kept, and every cell by arm and day."""

    rows: tuple[Row, ...]
    cells: dict[tuple[int, date], Typed]

    @property
    def problems(self) -> int:
        return sum(bool(cell.problem) for cell in self.cells.values())


def read_grid(typed: Mapping[str, str], shown: Sequence[DataRow], metric: Metric) -> Grid:
    """Read the cells of the days that were shown; one that is unchanged or left empty is passed over."""
    rows: list[Row] = []
    cells: dict[tuple[int, date], Typed] = {}
    for row in shown:
        for cell in row.cells:
            key = f"{cell.arm_id}-{row.day.isoformat()}"
            amount = typed.get(f"amount-{key}", cell.amount).strip()
            base = typed.get(f"base-{key}", cell.base).strip()
            found: Row | str | None = None
            if (amount, base) != (cell.amount, cell.base):
                found = _read(amount, base, cell.arm_id, row.day, metric, was_kept=bool(cell.amount))
            wrong = found if isinstance(found, str) else ""
            cells[cell.arm_id, row.day] = Typed(amount[:24], base[:24], wrong)
            if found is not None and not isinstance(found, str):
                rows.append(found)
    return Grid(tuple(rows), cells)


def _read(amount: str, base: str, arm_id: int, day: date, metric: Metric, *, was_kept: bool) -> Row | str:
    if not amount and not base and was_kept:
        return "A recorded day can be corrected, not emptied."
    one, other = number_of(amount), number_of(base)
    if one is None or other is None:
        return "Give both numbers."
    wrong = measuring.problem(metric.kind, one, other / metric.per, None)
    return wrong or (arm_id, day, one, other / metric.per, None)
