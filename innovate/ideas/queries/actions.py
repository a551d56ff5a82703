"""Moves as pages offer them: a label and the address of a form."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """A move that the viewer may make from here; `shut` says why not just now."""

    name: str
    label: str
    href: str
    shut: str | None = None

    @property
    def is_form(self) -> bool:
        """Whether it opens as a small form over the page; the others have a page of their own."""
        return "/moves/" in self.href


def move_path(idea_id: int, name: str) -> str:
    """Where that move's form is."""
    return f"/ideas/{idea_id}/moves/{name.replace('_', '-')}"
