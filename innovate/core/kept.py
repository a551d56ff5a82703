"""Pieces of pages that are drawn once and kept: what is shown is the key, so a piece can never be out of date."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock


class Kept:
    """Texts by what they were made of; the ones unused for longest go when there is no room for more.

    Whatever a text depends on belongs in its key: what the rows say, what the viewer may do, the day it speaks of.
    """

    def __init__(self, room: int) -> None:
        """`room` is how many characters may be kept in this process."""
        self._room, self._taken = room, 0
        self._texts: OrderedDict[Hashable, str] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._texts)

    def text(self, key: Hashable, make: Callable[[], str]) -> str:
        """The text of that key, made now if it is not kept."""
        with self._lock:
            found = self._texts.get(key)
            if found is not None:
                self._texts.move_to_end(key)
                return found
        made = make()
        with self._lock:
            if key not in self._texts:
                self._texts[key] = made
                self._taken += len(made)
            while self._taken > self._room:
                self._taken -= len(self._texts.popitem(last=False)[1])
        return made
