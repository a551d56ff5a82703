"""Workflows as data: one line a move; `advance` asks, checks, moves and tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from innovate.core.access import Rule
from innovate.core.errors import RuleBroken
from innovate.core.journal import Event

Guard = Callable[[Any, dict[str, Any]], str | None]
"""A reason in words why the move cannot be made now, or None; given the thing and what was typed."""


class Staged(Protocol):
    """A thing that has a place in a workflow."""

    @property
    def place(self) -> Enum: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One line of the table."""

    name: str
    label: str
    source: tuple[Enum, ...]
    targets: tuple[Enum, ...]  # empty: the thing stays where it is; several: the first, unless told
    who: Rule
    event: type[Event]
    needs: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = ()
    by_itself: bool = False  # the application may make this move without an actor


@dataclass(frozen=True, slots=True)
class OpenMove:
    """A move that this person may make from here; `shut` says all that is in its way just now."""

    move: Move
    shut: str | None

    @property
    def name(self) -> str:
        return self.move.name

    @property
    def label(self) -> str:
        return self.move.label


class Workflow:
    """A table of moves; `apply` changes the thing and writes its history once a move has passed."""

    def __init__(
        self, moves: tuple[Move, ...], apply: Callable[..., Any], explain: Callable[[Any], str] = lambda _: ""
    ) -> None:
        """`explain` adds, to the refusal of a move that comes too late, how the thing came to its place."""
        self.moves = {move.name: move for move in moves}
        if len(self.moves) != len(moves):
            raise ValueError("Two moves have one name.")
        self._apply = apply
        self._explain = explain

    def advance(self, actor: Any, thing: Staged, name: str, *, target: Enum | None = None, **details: Any) -> Any:
        """Make that move, or raise: NotAllowed for the wrong person, RuleBroken for the wrong time.

        `actor` None is the application itself, for moves that go by themselves.
        """
        move = self.moves[name]
        if target is not None and target not in move.targets:
            raise ValueError(f"{name} does not lead to {target}.")
        if actor is not None:
            move.who.require(actor, thing)
        elif not move.by_itself:
            raise RuleBroken(f"“{move.label}” is never done without a person.")
        if thing.place not in move.source:
            stands = f"“{move.label}” cannot be done: it stands at “{thing.place.value}”."
            raise RuleBroken(f"{stands} {self._explain(thing)}".strip())
        for field in move.needs:
            if not details.get(field):
                raise RuleBroken(f"“{move.label}” needs {_a(field)}.")
        for guard in move.guards:
            if reason := guard(thing, details):
                raise RuleBroken(reason)
        end = target or next(iter(move.targets), None)
        return self._apply(actor, thing, move, end, **details)

    def open_to(self, viewer: Any, thing: Staged) -> Iterator[OpenMove]:
        """The moves to draw for this viewer, in the order of the table."""
        for move in self.permitted(viewer, thing):
            reasons = (guard(thing, {}) for guard in move.guards)
            yield OpenMove(move, " ".join(reason for reason in reasons if reason) or None)

    def permitted(self, viewer: Any, thing: Staged) -> Iterator[Move]:
        """The moves that this viewer may make from here, whether or not a guard shuts them; asks no database."""
        for move in self.moves.values():
            if thing.place in move.source and move.who.allows(viewer, thing):
                yield move


def _a(field: str) -> str:
    words = field.replace("_", " ")
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"
