"""E-mail addresses: how we keep one, and what looks like one, addresses inside a company's own network too."""

import re

LONGEST = 254
_ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?!-)[a-z0-9-]{1,63}(?:\.(?!-)[a-z0-9-]{1,63})*")


def normal_email(email: str) -> str:
    """The address as we keep it."""
    return email.strip().lower()


def is_address(text: str) -> bool:
    """Whether a mail server could take it; whether anybody reads there, only a mail can tell."""
    address = normal_email(text)
    dots = address.partition("@")[0]
    is_odd = dots.startswith(".") or dots.endswith(".") or ".." in dots
    return len(address) <= LONGEST and not is_odd and _ADDRESS.fullmatch(address) is not None
