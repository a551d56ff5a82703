"""Passwords: argon2id, a few at a time, and the same work for an unknown account."""

import threading
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 15, 128
_few = threading.BoundedSemaphore(2)
_hasher = [PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)]


def use_cost(*, memory_kib: int, time: int) -> None:
    """Hash with these parameters from now on."""
    _hasher[0] = PasswordHasher(time_cost=time, memory_cost=memory_kib, parallelism=1)
    _hash_of_nothing.cache_clear()


def hash_password(password: str) -> str:
    """The argon2id hash to keep."""
    with _few:
        return _hasher[0].hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether the password is the one kept; takes as long when none is."""
    with _few:
        try:
            return _hasher[0].verify(kept or _hash_of_nothing(), password) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher[0].check_needs_rehash(kept)


@lru_cache(maxsize=1)
def _hash_of_nothing() -> str:
    return _hasher[0].hash("nobody has this password")
