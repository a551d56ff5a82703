"""Words of a text as both databases index them: folded, without marks, cut at whatever is no letter or digit."""

import re
import unicodedata

MOST_WORDS = 8
LONGEST = 40
_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """The words of that text, in lower case and without accents; nothing else is left of it."""
    apart = unicodedata.normalize("NFKD", text)
    return _WORD.findall("".join(char for char in apart if not unicodedata.combining(char)).casefold())


def asked(text: str) -> list[str]:
    """The words of what somebody typed into a search, no more and no longer than are looked for."""
    return [word[:LONGEST] for word in words(text)[:MOST_WORDS]]


def fts5(terms: list[str]) -> str:
    """All of these words, the last as a beginning, in the language of SQLite's FTS5."""
    return " AND ".join(f'"{term}"{_star(terms, at)}' for at, term in enumerate(terms))


def tsquery(terms: list[str]) -> str:
    """The same in the language of PostgreSQL's `to_tsquery`."""
    return " & ".join(f"'{term}'{':*' if _star(terms, at) else ''}" for at, term in enumerate(terms))


def _star(terms: list[str], at: int) -> str:
    return "*" if at == len(terms) - 1 and len(terms[at]) > 1 else ""
