"""The read-out of a file on paper: a plain table, or JSON with every digit."""

import math
from collections.abc import Sequence
from typing import Any

import orjson

from innovate.core.wording import plural
from innovate.experiments.models import Design, MetricKind
from innovate.experiments.reading_file.parsing import DESIGNS, NUMBERS
from innovate.experiments.reading_file.reading import FileReading, Line
from innovate.experiments.readout import GuardState, Observed, Series
from innovate.experiments.readout.digits import Digits

HELD = {GuardState.KEPT: "within", GuardState.BROKEN: "beyond", GuardState.OPEN: "open"}


def as_json(found: FileReading) -> bytes:
    """One object; what is infinite or undefined is null, and a warning says why."""
    test = found.parsed.test
    shown: dict[str, Any] = {
        "metric": test.metric.kind.value,
        "design": next(name for name, design in DESIGNS.items() if design is test.design),
        "level": found.level,
        "is_sequential": bool(found.reading and found.reading.is_sequential),
        "comparisons": [_comparison(found, line) for line in found.lines],
        "warnings": list(dict.fromkeys(one.code for one in found.warnings)),
        "sentence": _plain(found.sentence),
    }
    if found.margin is not None:
        shown["margin"] = found.margin
    return orjson.dumps(shown, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _comparison(found: FileReading, line: Line) -> dict[str, Any]:
    one = line.comparison
    shown: dict[str, Any] = {"arm": line.arm, "control": line.control}
    for name in ("estimate", "low", "high", "p_value", "relative", "p_holm"):
        value = getattr(one, name) if one else None
        shown[name] = value if value is not None and math.isfinite(value) else None
    if found.margin is not None:
        shown["margin"] = HELD[line.held] if line.held else None
    return shown


def as_text(found: FileReading) -> str:
    """The arms with their totals, each comparison, the warnings in words, and the sentence."""
    test, parsed = found.parsed.test, found.parsed
    days = sorted({one.day for series in test.series for one in series.days})
    span = f"{plural(len(days), 'day')}, {days[0]} to {days[-1]}"
    parts = [f"{test.metric.kind.label}, {test.design.label.lower()}, {span}", _table(_arms(found))]
    parts.append(f"Compared with “{parsed.control}”:\n{_table(_comparisons(found))}")
    if found.reading:
        parts.append(found.reading.explained)
    parts += [f"Warning ({one.code}): {one.sentence}" for one in found.warnings]
    parts.append(found.sentence)
    return _plain("\n\n".join(parts)) + "\n"


def _arms(found: FileReading) -> list[list[str]]:
    """Each arm's totals; in a stepped rollout those of the two sides."""
    kind = found.parsed.test.metric.kind
    head = ["n", "sum"] if kind is MetricKind.MEAN else list(NUMBERS[kind])
    rows = [["arm", "days", *head, kind.value]]
    for name, days in _sides(found):
        amount, base = math.fsum(one.amount for one in days), math.fsum(one.base for one in days)
        totals = [base, amount] if kind is MetricKind.MEAN else [amount, base]
        value = "" if not base else found.parsed.test.metric.show_found(amount / base)
        rows.append([name, f"{len({one.day for one in days}):,}", *(f"{total:,.10g}" for total in totals), value])
    return rows


def _sides(found: FileReading) -> list[tuple[str, Sequence[Observed]]]:
    parsed, series = found.parsed, found.parsed.test.series
    if parsed.test.design is not Design.STEPPED:
        return [(arm.name, arm.days) for arm in series]
    return [(parsed.control, _of(series, is_treated=False)), (parsed.arms[0], _of(series, is_treated=True))]


def _of(series: Sequence[Series], *, is_treated: bool) -> list[Observed]:
    return [one for arm in series for one in arm.days if one.is_treated is is_treated]


def _comparisons(found: FileReading) -> list[list[str]]:
    metric, several = found.parsed.test.metric, len(found.lines) > 1
    unit = f" ({metric.effect_unit})" if metric.effect_unit else ""
    rows = [["arm", f"difference{unit}", "95 % interval", "p", *(["p (Holm)"] if several else []), "relative"]]
    if found.margin is not None:
        rows[0].append("margin")
    for line in found.lines:
        one = line.comparison
        if one is None:
            rows.append([line.arm, *["–"] * (len(rows[0]) - 1)])
            continue
        digits = Digits.of(metric, one.effect, one.effect_low, one.effect_high)
        bounds = [
            digits.signed(bound) if math.isfinite(bound) else "no end" for bound in (one.effect_low, one.effect_high)
        ]
        effect = digits.signed(one.effect, plus="+") if math.isfinite(one.effect) else "no end"
        p_values = [one.p_value, one.p_holm] if several else [one.p_value]
        relative = "–" if one.relative is None else f"{one.relative * 100:+.1f} %".replace("-", "−")
        row = [line.arm, effect, " to ".join(bounds), *(_p(value) for value in p_values), relative]
        rows.append([*row, HELD[line.held]] if line.held else row)
    return rows


def _p(value: float | None) -> str:
    if value is None:
        return "–"
    return "< 0.0001" if value < 0.0001 else f"{value:.4f}"


def _table(rows: list[list[str]]) -> str:
    """Columns under one another: words to the left, numbers to the right."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _plain(words: str) -> str:
    """With ordinary spaces: a terminal breaks no line, and people search what it printed."""
    return words.replace("\u00a0", " ")
