"""The code of a certificate: made by chance, shown in fours, and read however it was typed from paper."""

import re
import secrets

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that looks like another
LENGTH = 20  # 98 bits: nobody finds one by trying
_BETWEEN = re.compile(r"[\s-]+")


def new_code() -> str:
    """A code that nobody can guess."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def shown(code: str) -> str:
    """In groups of four: “K7QF-9M2X-…”."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read(typed: str) -> str | None:
    """The code that was meant, with or without dashes and capitals; None for what can be none."""
    plain = _BETWEEN.sub("", typed).upper()
    return plain if len(plain) == LENGTH and set(plain) <= set(LETTERS) else None
