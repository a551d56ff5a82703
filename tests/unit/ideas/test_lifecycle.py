"""The pipeline's table: every move can be reached, every place be left or is an end, every event says something."""

from innovate import events
from innovate.ideas.lifecycle import MOVES, pipeline
from innovate.ideas.models import Outcome, Place, StageKind

ENDS = {Place.ADOPTED, Place.LEARNED}


def reached() -> set[Place]:
    places, before = {Place.DRAFT}, set[Place]()
    while places != before:
        before = set(places)
        for move in MOVES:
            if places & set(move.source):
                places |= {Place(target.value) for target in move.targets}
    return places


def test_every_place_is_reached_from_a_draft() -> None:
    assert reached() == set(Place)


def test_every_move_starts_somewhere_that_is_reached() -> None:
    assert all(reached() & set(move.source) for move in MOVES)


def test_every_place_but_the_two_good_ends_can_be_left() -> None:
    left = {place for move in MOVES if move.targets for place in move.source}
    assert set(Place) - left == ENDS


def test_every_place_is_a_stage_or_an_outcome() -> None:
    known = {kind.value for kind in StageKind} | {outcome.value for outcome in Outcome} | {"draft"}
    assert {place.value for place in Place} == known - {"closed"}


def test_every_move_has_an_event_of_its_own_that_completes_a_sentence() -> None:
    kinds = [move.event for move in MOVES]
    assert len(set(kinds)) == len(kinds)
    assert all(issubclass(kind, events.IdeaMoved) and kind.says for kind in kinds)


def test_every_decision_needs_its_reason() -> None:
    deciding = {"approve", "return", "park", "merge", "decline", "conclude", "iterate", "recognise", "reopen"}
    asking_and_answering = {"answer", "appeal", "uphold", "dismiss"}
    assert {move.name for move in MOVES if "reason" in move.needs} == deciding | asking_and_answering


def test_only_taking_up_and_reopening_go_by_themselves() -> None:
    assert {move.name for move in pipeline.moves.values() if move.by_itself} == {"take_up", "reopen"}
