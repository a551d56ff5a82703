"""Workflows: who is asked first, then when, then what is missing; and what is drawn for whom."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pytest

from innovate.core.access import Rule
from innovate.core.errors import NotAllowed, RuleBroken
from innovate.core.journal import Event
from innovate.core.workflow import Move, Workflow


class Light(StrEnum):
    RED = "red"
    GREEN = "green"


@dataclass
class Lamp:
    place: Light = Light.RED
    is_broken: bool = False
    has_power: bool = True
    moved: list[tuple[str, Any, dict[str, Any]]] = field(default_factory=list)


keeper = Rule("the keeper", lambda actor, _: actor == "keeper")


def works(lamp: Lamp, _details: dict[str, Any]) -> str | None:
    return "The lamp is broken." if lamp.is_broken else None


def has_power(lamp: Lamp, _details: dict[str, Any]) -> str | None:
    return None if lamp.has_power else "There is no power."


def note(_actor: Any, lamp: Lamp, move: Move, target: Light | None, **details: Any) -> str:
    lamp.moved.append((move.name, target, details))
    return move.name


MOVES = (
    Move(name="go", label="Go", source=(Light.RED,), targets=(Light.GREEN,), who=keeper, event=Event,
         guards=(works, has_power)),
    Move(name="stop", label="Stop", source=(Light.GREEN,), targets=(Light.RED,), who=keeper, event=Event,
         needs=("reason",), by_itself=True),
)  # fmt: skip
lights = Workflow(MOVES, note, explain=lambda _: "The keeper was here before you.")


def test_a_move_of_the_table_is_made_and_carries_what_was_typed() -> None:
    lamp = Lamp(Light.GREEN)
    assert lights.advance("keeper", lamp, "stop", reason="A train.") == "stop"
    assert lamp.moved == [("stop", Light.RED, {"reason": "A train."})]


def test_the_wrong_person_is_refused_before_the_time_is_looked_at() -> None:
    with pytest.raises(NotAllowed, match=r"Only the keeper may do this"):
        lights.advance("guest", Lamp(Light.GREEN), "go")


def test_the_wrong_time_says_where_it_stands_and_why() -> None:
    with pytest.raises(RuleBroken, match=r"“Go” cannot be done: it stands at “green”\. The keeper was here before"):
        lights.advance("keeper", Lamp(Light.GREEN), "go")


def test_what_is_missing_is_named() -> None:
    with pytest.raises(RuleBroken, match=r"“Stop” needs a reason\."):
        lights.advance("keeper", Lamp(Light.GREEN), "stop")
    with pytest.raises(RuleBroken, match=r"The lamp is broken\."):
        lights.advance("keeper", Lamp(is_broken=True), "go")


def test_only_moves_that_say_so_are_made_without_a_person() -> None:
    with pytest.raises(RuleBroken, match=r"“Go” is never done without a person\."):
        lights.advance(None, Lamp(), "go")
    assert lights.advance(None, Lamp(Light.GREEN), "stop", reason="Night.") == "stop"


def test_nothing_is_applied_when_a_move_is_refused() -> None:
    lamp = Lamp(is_broken=True)
    for actor, name in (("guest", "go"), ("keeper", "go"), ("keeper", "stop")):
        with pytest.raises((NotAllowed, RuleBroken)):
            lights.advance(actor, lamp, name)
    assert lamp.moved == []


def test_what_is_drawn_is_what_the_viewer_may_do_with_the_reason_for_a_shut_door() -> None:
    assert [(one.name, one.shut) for one in lights.open_to("keeper", Lamp())] == [("go", None)]
    assert [(one.name, one.shut) for one in lights.open_to("keeper", Lamp(is_broken=True))] == [
        ("go", "The lamp is broken.")
    ]
    in_the_dark = lights.open_to("keeper", Lamp(is_broken=True, has_power=False))
    assert [one.shut for one in in_the_dark] == ["The lamp is broken. There is no power."]
    assert list(lights.open_to("guest", Lamp())) == []
    assert [move.name for move in lights.permitted("keeper", Lamp(is_broken=True))] == ["go"]


def test_a_move_leads_only_where_the_table_says() -> None:
    with pytest.raises(ValueError, match=r"does not lead to"):
        lights.advance("keeper", Lamp(), "go", target=Light.RED)


def test_two_moves_of_one_name_are_a_mistake() -> None:
    with pytest.raises(ValueError, match=r"one name"):
        Workflow((MOVES[0], MOVES[0]), note)
