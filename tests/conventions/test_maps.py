"""The four maps match the code: what they name is used, and what is used they name."""

import ast
import inspect
from functools import cache

import pytest

from innovate import events, permissions, reactions
from innovate.core.access import Rule
from innovate.core.journal import Event
from innovate.core.workflow import Move
from innovate.ideas import lifecycle
from tests.conventions.source import Module, application

KINDS = [kind for _, kind in inspect.getmembers(events, inspect.isclass) if issubclass(kind, Event) and kind.says]


@cache
def used_outside(map_name: str) -> set[str]:
    """Every name that a module other than that map takes from it or calls."""
    found: set[str] = set()
    for module in application():
        if module.name != f"innovate/{map_name}.py":
            found |= _names(module)
    return found


def _names(module: Module) -> set[str]:
    nodes = list(ast.walk(module.tree))
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    imported = {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}
    return attributes | imported


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_event_is_recorded_somewhere(kind: type[Event]):
    assert kind.__name__ in used_outside("events")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_event_says_in_the_past_tense_what_it_is_about(kind: type[Event]):
    assert kind.says[0].islower()
    assert not kind.says.endswith(".")
    assert f"{kind.about}_id" in kind.__dataclass_fields__


def test_every_reaction_follows_from_an_event_of_the_map():
    assert set(reactions.REACTIONS) <= {kind for _, kind in inspect.getmembers(events, inspect.isclass)}


@pytest.mark.parametrize("name", [name for name, value in vars(permissions).items() if isinstance(value, Rule)])
def test_every_permission_is_asked_for(name: str):
    own = ast.parse(inspect.getsource(permissions))
    within = {node.id for node in ast.walk(own) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    assert name in used_outside("permissions") | within


def test_every_place_of_the_pipeline_can_be_reached():
    reached = {target for move in lifecycle.MOVES for target in move.targets}
    starts = {place for move in lifecycle.MOVES for place in move.source} - reached
    assert {place.value for place in starts} == {"draft"}


@pytest.mark.parametrize("move", lifecycle.MOVES, ids=lambda move: move.name)
def test_every_move_can_be_reached_from_a_draft(move: Move):
    places = {place for one in lifecycle.MOVES for place in one.source if place.value == "draft"}
    while further := {target for one in lifecycle.MOVES if places & set(one.source) for target in one.targets} - places:
        places |= further
    assert places & set(move.source)
