"""Numbers and amounts of money as people type them, and what kinds of numbers they choose from."""

from typing import Any

from wtforms import StringField
from wtforms.validators import InputRequired, Optional

from innovate.experiments.measuring import number_of
from innovate.experiments.models import Direction, MetricKind

KINDS = [
    (MetricKind.SHARE, "A share: so many of so many, in percent"),
    (MetricKind.MEAN, "A mean (average): minutes, points, euros per case"),
    (MetricKind.RATE, "A rate: events per so many orders, contacts or days"),
]
DIRECTIONS = [(one, one.label) for one in Direction]
UNIT_HINT = "For a mean or a rate: “min”, “per 1,000 orders”. Shares are in percent."


class FigureField(StringField):
    """A number as people write it, with a decimal point or comma."""

    data: float | None  # type: ignore[assignment]  # StringField speaks of text

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = str(valuelist[0]).strip() if valuelist else ""
        self.data = number_of(typed)
        if typed and self.data is None:
            raise ValueError("Give a number, such as 4.5.")

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:.10g}"


class MoneyField(FigureField):
    """An amount of money, shown with both its cents or with none."""

    def _value(self) -> str:
        has_cents = not self.raw_data and self.data is not None and self.data != int(self.data)
        return f"{self.data:.2f}" if has_cents else super()._value()


def amount(label: str, *, required: str) -> MoneyField:
    """An amount of money within a form."""
    return MoneyField(label, [InputRequired(required)], render_kw={"inputmode": "decimal", "maxlength": 24})


def figure(label: str, *, required: str = "", hint: str = "") -> FigureField:
    """A number within a form."""
    checks = [InputRequired(required) if required else Optional()]
    return FigureField(label, checks, description=hint, render_kw={"inputmode": "decimal", "maxlength": 24})


def cents(typed: float | None) -> int:
    """Whole cents of an amount that was typed."""
    return round((typed or 0.0) * 100)
