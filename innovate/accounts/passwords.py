"""Passwords: argon2id, a few at a time, and the same work for an unknown account."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from innovate.core import memory

SHORTEST, LONGEST = 15, 128
_few = threading.BoundedSemaphore(2)
_hasher = [PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)]


def use_cost(*, memory_kib: int, time: int) -> None:
    """Hash with these parameters from now on."""
    _hasher[0] = PasswordHasher(time_cost=time, memory_cost=memory_kib, parallelism=1)
    _hash_of_nothing.cache_clear()


def hash_password(password: str) -> str:
    """The argon2id hash to keep."""
    with _hashing():
        return _hasher[0].hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether the password is the one kept; takes as long when none is."""
    with _hashing():
        try:
            return _hasher[0].verify(kept or _hash_of_nothing(), password) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher[0].check_needs_rehash(kept)


@contextmanager
def _hashing() -> Iterator[None]:
    """A place among the few, and the 19 MiB that it took given back."""
    with _few:
        try:
            yield
        finally:
            memory.give_back()


@lru_cache(maxsize=1)
def _hash_of_nothing() -> str:
    return _hasher[0].hash("nobody has this password")
