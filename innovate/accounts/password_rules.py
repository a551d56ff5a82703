"""What a password must be: long, and not one that others would guess first."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from innovate.accounts.passwords import LONGEST, SHORTEST

LEFT_AT_LEAST = 6  # characters that are nobody's first guess
_LIST = Path(__file__).with_name("common_passwords.txt")
_LOOKALIKES = str.maketrans("@4301!|5$7+", "aaeoiiisstt")
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "01234567890",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
)
_WALK = 4  # so many neighbours in a row are a walk


def problem_with(password: str, *, name: str = "", email: str = "", site_name: str = "") -> str | None:
    """Why this password cannot be taken, in words; None when it can.

    There are no rules of composition: a long phrase of small letters is fine.
    """
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters: a few words that only you would put together."
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters."
    own = [word for word in _own_words(name, email, site_name) if len(word) >= 3]
    if _left(password, frozenset(own)) < LEFT_AT_LEAST:
        if _left(password, frozenset()) < LEFT_AT_LEAST:
            return "That password is one of the first that somebody would guess. Choose another."
        return "That is mostly your own name, your address or the name of this site. Choose another."
    return None


def composed(password: str) -> str:
    """The password in one composed form, so that it is the same from every keyboard."""
    return unicodedata.normalize("NFC", password)


def _own_words(name: str, email: str, site_name: str) -> list[str]:
    words = re.split(r"[^\w]+|_", f"{name} {email} {site_name}".lower())
    joined = "".join(name.lower().split()), "".join(site_name.lower().split())
    return [*words, *joined, email.partition("@")[0].lower()]


def _left(password: str, own: frozenset[str]) -> int:
    """How many characters are left once common words, walks, repetitions and digits are taken out.

    What only looks like letters is read both as typed and as the letters, and the lesser counts.
    """
    typed = password.lower()
    return min(_rest(typed, own), _rest(typed.translate(_LOOKALIKES), own))


def _rest(text: str, own: frozenset[str]) -> int:
    bare = "".join(char for char in text if char.isalnum())
    for word in sorted(own, key=len, reverse=True):
        bare = bare.replace(word, " ")
    for walk in _walks():
        bare = bare.replace(walk, " ")
    for word in _common():
        bare = bare.replace(word, " ")
    rest = re.sub(r"[\d ]", "", bare)
    while (shorter := re.sub(r"(.+?)\1+", r"\1", rest)) != rest:  # aaaa and abcabc say little more than a and abc
        rest = shorter
    return len(rest)


@lru_cache(maxsize=1)
def _common() -> tuple[str, ...]:
    """The listed words, longest first."""
    lines = (line.strip() for line in _LIST.read_text(encoding="utf-8").splitlines())
    return tuple(sorted({line for line in lines if line and not line.startswith("#")}, key=len, reverse=True))


@lru_cache(maxsize=1)
def _walks() -> tuple[str, ...]:
    """Every run of neighbouring keys, both ways, longest first."""
    runs = {
        row[start:end]
        for line in _ROWS
        for row in (line, line[::-1])
        for start in range(len(row))
        for end in range(start + _WALK, len(row) + 1)
    }
    return tuple(sorted(runs, key=len, reverse=True))
