"""How good forecasts are: Brier scores beside the base rate, and how often what was called likely came true."""

from collections.abc import Sequence
from dataclasses import dataclass

ENOUGH = 10  # forecasts that have come true or not, from which on a score says something about a person


@dataclass(frozen=True, slots=True)
class Resolved:
    """A forecast with what came of it: 1 where the read-out said better, else 0."""

    person_id: int
    percent: int
    came: int

    @property
    def miss(self) -> float:
        """The squared distance between what was said and what came."""
        return (self.percent / 100 - self.came) ** 2


@dataclass(frozen=True, slots=True)
class Tenth:
    """Forecasts of about the same chance: what was said on average, and how many came true."""

    low: int
    high: int
    said: float
    came: int
    of: int


def brier(forecasts: Sequence[Resolved]) -> float:
    """The mean squared miss: 0 never misses, 0.25 is what always saying 50 % earns."""
    return sum(one.miss for one in forecasts) / len(forecasts)


def base_rate(forecasts: Sequence[Resolved]) -> float:
    """How many of these came true, 0 to 1."""
    return sum(one.came for one in forecasts) / len(forecasts)


def brier_of_always(share: float, forecasts: Sequence[Resolved]) -> float:
    """What somebody would have earned who said the same chance each time."""
    return sum((share - one.came) ** 2 for one in forecasts) / len(forecasts)


def by_tenths(forecasts: Sequence[Resolved]) -> tuple[Tenth, ...]:
    """The forecasts from 0 to 10 %, from 10 to 20 %, and so on; 100 % is with the last, an empty one is left out."""
    found: list[Tenth] = []
    for low in range(0, 100, 10):
        some = [one for one in forecasts if low <= one.percent < low + 10 or (low == 90 and one.percent == 100)]
        if some:
            said = sum(one.percent for one in some) / len(some)
            found.append(Tenth(low, low + 10, said, sum(one.came for one in some), len(some)))
    return tuple(found)
