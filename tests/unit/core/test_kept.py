"""Kept pieces: made once for what they are made of, and never more than there is room for."""

from innovate.core.kept import Kept


def test_a_text_is_made_once_for_what_it_is_made_of() -> None:
    made, kept = [], Kept(100)

    def make() -> str:
        made.append(1)
        return "words"

    assert [kept.text(("idea", 1), make), kept.text(("idea", 1), make)] == ["words", "words"]
    assert len(made) == 1
    kept.text(("idea", 2), make)
    assert len(made) == 2


def test_what_was_unused_for_longest_makes_room() -> None:
    kept = Kept(10)
    kept.text("a", lambda: "aaaa")
    kept.text("b", lambda: "bbbb")
    kept.text("a", str)  # used again, so b is the oldest
    kept.text("c", lambda: "cccc")

    assert len(kept) == 2
    assert kept.text("a", lambda: "new") == "aaaa"
    assert kept.text("b", lambda: "new") == "new"


def test_a_text_larger_than_the_room_is_not_kept() -> None:
    kept = Kept(3)

    assert kept.text("a", lambda: "long words") == "long words"
    assert len(kept) == 0
