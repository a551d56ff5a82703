"""The grid of days and arms, from what was typed to rows; nothing is kept unless every cell is right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from innovate.experiments import measuring
from innovate.experiments.importing import Subject
from innovate.experiments.measuring import Cell, Row, number_of
from innovate.experiments.queries import DataCell, DataRow

NUMBERS = ("amount", "base", "spread")


@dataclass(frozen=True, slots=True)
class Typed:
    """A cell as it was typed, and what is wrong with it."""

    amount: str
    base: str
    spread: str
    problem: str = ""


@dataclass(slots=True)
class Grid:
    """What was typed: the rows that this person changed, the cells that they emptied, and every cell by arm and day."""

    rows: list[Row] = field(default_factory=list)
    taken_out: list[Cell] = field(default_factory=list)
    cells: dict[tuple[int, date], Typed] = field(default_factory=dict)
    is_crossed: bool = False  # somebody else saved one of these cells meanwhile

    @property
    def problems(self) -> int:
        return sum(bool(cell.problem) for cell in self.cells.values())

    @property
    def is_unchanged(self) -> bool:
        return not self.rows and not self.taken_out and not self.problems


def read_grid(typed: Mapping[str, str], shown: Sequence[DataRow], subject: Subject) -> Grid:
    """Read the cells of the days that were shown; what this person left as it was is passed over.

    Each cell brings along what stood in it when the page was opened, so that nobody undoes unseen what somebody else
    has saved since.
    """
    grid = Grid()
    for row in shown:
        for cell in row.cells:
            _read_cell(grid, typed, row.day, cell, subject)
    return grid


def _read_cell(grid: Grid, typed: Mapping[str, str], day: date, cell: DataCell, subject: Subject) -> None:
    key = f"{cell.arm_id}-{day.isoformat()}"
    stands = dict(zip(NUMBERS, cell.typed, strict=True))
    given = {name: typed.get(f"{name}-{key}", stands[name]).strip() for name in NUMBERS}
    opened_with = typed.get(f"was-{key}", as_opened(cell))
    problem = ""
    if given == stands or "|".join(given.values()) == opened_with:
        given = stands
    elif opened_with != as_opened(cell):
        grid.is_crossed = True
        problem = f"{cell.entered_by or 'Somebody'} changed this meanwhile. Save again to put yours in its place."
    elif not any(given.values()):
        grid.taken_out.append(Cell(cell.arm_id, day, subject.measure_id))
    else:
        problem = _read_numbers(grid, given, Cell(cell.arm_id, day, subject.measure_id), subject)
    grid.cells[cell.arm_id, day] = Typed(given["amount"][:24], given["base"][:24], given["spread"][:24], problem)


def as_opened(cell: DataCell) -> str:
    """What stands in a cell as the form carries it along unseen."""
    return "|".join(cell.typed)


def _read_numbers(grid: Grid, given: Mapping[str, str], cell: Cell, subject: Subject) -> str:
    """Take the numbers of a cell as a row; what is wrong with them, if anything is."""
    amount, base, spread = (number_of(given[name]) for name in NUMBERS)
    for name, number in (("amount", amount), ("base", base)):
        if given[name] and number is None:
            return f"“{given[name][:24]}” is not a number."
    if amount is None or base is None:
        return "Give both numbers."
    if given["spread"] and spread is None:
        return "The spread is not a number. Leave it empty if you do not know it."
    base /= subject.metric.per
    wrong = measuring.problem(subject.metric.kind, amount, base, spread)
    if not wrong:
        grid.rows.append(Row(cell.arm_id, cell.day, amount, base, spread, cell.measure_id))
    return wrong or ""
