"""Which column holds what: heads are known by many names, in any order, for all arms at once or for each beside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from innovate.experiments.importing.terms import Asked
from innovate.experiments.measuring import day_of, number_of
from innovate.experiments.metric import Metric
from innovate.experiments.models import MetricKind


class Role(Enum):
    """What a column holds."""

    DAY = auto()
    ARM = auto()
    METRIC = auto()
    AMOUNT = auto()
    BASE = auto()
    SPREAD = auto()
    SQUARES = auto()
    MEAN = auto()
    VALUE = auto()


PLACES = {
    Role.DAY: ("day", "date"),
    Role.ARM: ("arm", "team", "unit", "variant", "group"),
    Role.METRIC: ("metric", "measure"),
}
NUMBERS = {
    MetricKind.SHARE: {
        Role.AMOUNT: ("successes", "success", "how many", "amount"),
        Role.BASE: ("trials", "of how many", "base", "total", "n"),
    },
    MetricKind.MEAN: {
        Role.AMOUNT: ("sum", "total", "amount"),
        Role.BASE: ("n", "count", "base"),
        Role.SPREAD: ("sd", "spread", "stdev", "standard deviation"),
        Role.SQUARES: ("sum sq", "sumsq", "sum of squares"),
        Role.MEAN: ("mean", "average"),
        Role.VALUE: ("value",),
    },
    MetricKind.RATE: {
        Role.AMOUNT: ("events", "amount", "count"),
        Role.BASE: ("exposure", "base"),
    },
}
"""The first name of each is the one that an empty file to fill in has."""

Roles = dict[Role, int]
"""Where each number of a day stands: the places of the columns."""


@dataclass(frozen=True, slots=True)
class Block:
    """The columns of one arm, or of all where the lines name the arm."""

    arm_id: int | None
    roles: dict[MetricKind, Roles]


@dataclass(slots=True)
class Layout:
    """How a sheet is laid out; `begins` is the first line with numbers, counted from 0 among those that say something.

    `width` is the number of cells of a line where no head says what they are.
    """

    begins: int
    day: int
    arm: int | None
    metric: int | None
    blocks: list[Block]
    heads: list[str] = field(default_factory=list)
    unknown: tuple[str, ...] = ()
    problem: str = ""

    def head(self, place: int) -> str:
        """The column as people find it again: by its head, or counted."""
        named = self.heads[place] if place < len(self.heads) else ""
        return named or str(place + 1)


def layout_of(lines: Sequence[Sequence[str]], asked: Asked) -> Layout:
    """How these lines are laid out, told from the first of them."""
    kinds = {one.metric.kind for one in asked.subjects}
    first = lines[0]
    if not _is_head(first, asked):
        return _without_heads(first, asked)
    layout = _long(first, asked, kinds)
    if layout.blocks:
        return layout
    wide = _wide(first, lines[1] if len(lines) > 1 else [], asked)
    return wide or _incomplete(layout, asked)


def _is_head(cells: Sequence[str], asked: Asked) -> bool:
    """Whether this line says what stands below it, rather than numbers."""
    names = {_plain(cell) for cell in cells}
    if any(day_of(cell) for cell in cells):
        return False
    if names & {name for known in PLACES.values() for name in known}:
        return True
    arms = {_flat(arm) for arm in asked.arms}
    if any(_flat(cell) in arms for cell in cells):
        return not any(number_of(cell) is not None and _flat(cell) not in arms for cell in cells)
    return not any(char.isdigit() for cell in cells for char in cell)


def _without_heads(first: Sequence[str], asked: Asked) -> Layout:
    """Day, arm and the numbers in the order in which the page asks for them."""
    days_say_it = asked.switch_on is not None and len(first) > 1
    arm = None if days_say_it and first[1].casefold() not in asked.arms and number_of(first[1]) is not None else 1
    begins = 1 if arm is None else 2
    kind = asked.subjects[0].metric.kind
    roles = {Role.AMOUNT: begins, Role.BASE: begins + 1}
    if kind is MetricKind.MEAN:
        roles[Role.SPREAD] = begins + 2
    return Layout(0, 0, arm, None, [Block(None, {kind: roles})])


def _long(heads: Sequence[str], asked: Asked, kinds: set[MetricKind]) -> Layout:
    """A line for each day and arm, with a column for each number."""
    found = {role: _place(heads, names) for role, names in PLACES.items()}
    roles = {kind: _roles(heads, asked, kind) for kind in kinds}
    roles = {kind: places for kind, places in roles.items() if _is_enough(places)}
    layout = Layout(1, found[Role.DAY] or 0, found[Role.ARM], found[Role.METRIC], [], list(heads))
    if found[Role.DAY] is None:
        layout.problem = "There is no column for the day. Head one “day”."
    elif found[Role.ARM] is None and asked.switch_on is None:
        layout.problem = "There is no column for the arm. Head one “arm”."
    elif roles:
        layout.blocks = [Block(None, roles)]
        known = {place for place in found.values() if place is not None}
        known |= {place for places in roles.values() for place in places.values()}
        layout.unknown = tuple(head for place, head in enumerate(heads) if head and place not in known)
    return layout


def _wide(first: Sequence[str], second: Sequence[str], asked: Asked) -> Layout | None:
    """A line for each day and columns for each arm, whose heads name the arm and the number on one line or on two."""
    kind = asked.subjects[0].metric.kind
    names = _names(kind, asked)
    arms = {_flat(name): arm_id for name, arm_id in asked.arms.items()}
    day = _place(first, PLACES[Role.DAY])
    begins = 1
    if second and _plain(second[0]) in PLACES[Role.DAY] and _flat(first[0]) in arms:
        first = ["", *first]  # the empty cell above the days was lost on the way
    if second and all(not cell or _plain(cell) in (*names, *PLACES[Role.DAY]) for cell in second):
        day = _place(second, PLACES[Role.DAY]) if day is None else day
        first, begins = _under_arms(first, second), 2
    columns: dict[int, Roles] = {}
    unknown, flat = [], {_flat(name): role for name, role in names.items()}
    for place, head in enumerate(first):
        if place == (day or 0) or not head:
            continue
        arm_id, role = _arm_and_number(_flat(head), arms, flat)
        if arm_id is None or role is None or role in columns.get(arm_id, {}):
            unknown.append(head)
        else:
            columns.setdefault(arm_id, {})[role] = place
    if not columns or not all(_is_enough(roles) for roles in columns.values()):
        return None
    blocks = [Block(arm_id, {kind: roles}) for arm_id, roles in columns.items()]
    return Layout(begins, day or 0, None, None, blocks, list(first), tuple(unknown))


def _under_arms(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """One head for each column, where the arm stands above the first of its numbers."""
    heads, above = [], ""
    for place, below in enumerate(second):
        above = (first[place] if place < len(first) else "") or above
        heads.append(below if _plain(below) in PLACES[Role.DAY] or not below else f"{above} {below}")
    return heads


def _arm_and_number(head: str, arms: dict[str, int], names: dict[str, Role]) -> tuple[int | None, Role | None]:
    """The arm and the number that a head such as “Phone label, trials” names, in either order."""
    for name in sorted(arms, key=len, reverse=True):
        for rest in (head.removeprefix(name), head.removesuffix(name)):
            if rest != head and (role := names.get(rest.strip(" ,:;./-–"))):
                return arms[name], role
    return None, None


def _incomplete(layout: Layout, asked: Asked) -> Layout:
    """What is missing, in words."""
    if not layout.problem:
        kind = asked.subjects[0].metric.kind
        wanted = {
            MetricKind.SHARE: "“successes” and “trials”",
            MetricKind.MEAN: "“n”, “sum” and “sum_sq”, or “n”, “mean” and “sd”, or “value” with one value a line",
            MetricKind.RATE: "“events” and “exposure”",
        }[kind]
        layout.problem = f"We could not find the numbers. Head their columns {wanted}."
    return layout


def _is_enough(roles: Roles) -> bool:
    """Whether these columns make a day's numbers."""
    has_total = Role.AMOUNT in roles or Role.MEAN in roles
    return Role.VALUE in roles or (has_total and Role.BASE in roles)


def _roles(heads: Sequence[str], asked: Asked, kind: MetricKind) -> Roles:
    names, roles = _names(kind, asked), Roles()
    for place, head in enumerate(heads):
        role = names.get(_plain(head)) or names.get(_flat(head))
        if role and role not in roles:
            roles[role] = place
    return roles


def _names(kind: MetricKind, asked: Asked) -> dict[str, Role]:
    """What the numbers of such a metric may be called, the words of our own pages among them."""
    names = {name: role for role, known in NUMBERS[kind].items() for name in known}
    for one in asked.subjects:
        if one.metric.kind is kind:
            names |= _labels(one.metric)
    return names


def _labels(metric: Metric) -> dict[str, Role]:
    labels = ((metric.base_label, Role.BASE), (metric.amount_label, Role.AMOUNT), (metric.spread_label, Role.SPREAD))
    return {plain(label): role for label, role in labels if label for plain in (_plain, _flat)}


def _place(heads: Sequence[str], names: Sequence[str]) -> int | None:
    return next((place for place, head in enumerate(heads) if _plain(head) in names), None)


def _plain(head: str) -> str:
    """A head as it is compared: without capitals, underscores and the unit in brackets."""
    return " ".join(_without_unit(head.casefold().replace("_", " ")).split())


def _without_unit(head: str) -> str:
    """“sum (min)” without its brackets; by hand, as an expression takes minutes over a head that is all brackets."""
    shut = head.rstrip()
    opens = shut.find("(", shut.rfind(")", 0, -1) + 1) if shut.endswith(")") else -1
    return head if opens < 0 else shut[:opens]


def _flat(head: str) -> str:
    """The same with the words in brackets, as names are compared."""
    return " ".join(re.sub(r"[()_]", " ", head.casefold()).split())
