"""Searching: of ideas the newest thousand that hold all the words, best first; of people those so named."""

from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.db import db, is_sqlite
from innovate.ideas.models import Idea
from innovate.ideas.queries import IdeaRow, rows_of
from innovate.search.words import MOST_WORDS, asked, fts5, tsquery

CANDIDATES = 1_000
_fts = sa.table("idea_search", sa.column("rowid", sa.Integer), sa.column("title"), sa.column("body"))
_tsv = sa.table("idea_search", sa.column("idea_id", sa.BigInteger), sa.column("document"))


def find_ideas(viewer: Person, text: str, most: int) -> tuple[IdeaRow, ...]:
    """The ideas that hold all the words of that text, the best match first; nothing for no words."""
    terms = asked(text)
    if not terms:
        return ()
    matches = (_matches_fts5(terms, ranked=True) if is_sqlite() else _matches_tsv(terms, ranked=True)).subquery()
    better = matches.c.rank.desc()
    best = sa.select(matches.c.id, matches.c.rank).order_by(better, matches.c.id.desc()).limit(most).subquery()
    return rows_of(viewer, best, (best.c.rank.desc(), Idea.votes.desc(), Idea.id.desc()))


def find_people(text: str, most: int) -> tuple[Face, ...]:
    """Active people whose names hold all the words of that text, by name; nothing for no words."""
    parts = text.split()[:MOST_WORDS]
    if not parts:
        return ()
    holds = (Person.name.icontains(part, autoescape=True) for part in parts)
    query = sa.select(Person.id, Person.name).where(Person.deactivated_at.is_(None), *holds)
    return tuple(Face(*row) for row in db.session.execute(query.order_by(Person.name).limit(most)))


def candidates(text: str) -> sa.Select[Any]:
    """The ids of the ideas that hold all the words of that text, to narrow a list by."""
    terms = asked(text)
    if not terms:
        return sa.select(Idea.id).where(sa.false())
    matches = (_matches_fts5(terms) if is_sqlite() else _matches_tsv(terms)).subquery()
    return sa.select(matches.c.id)


def _matches_fts5(terms: list[str], *, ranked: bool = False) -> sa.Select[Any]:
    row = [_fts.c.rowid.label("id")]
    rank = [(-sa.func.bm25(sa.text("idea_search"), 10.0, 1.0, type_=sa.Float())).label("rank")] if ranked else []
    match = sa.text("idea_search MATCH :words").bindparams(words=fts5(terms))
    return sa.select(*row, *rank).where(match).order_by(_fts.c.rowid.desc()).limit(CANDIDATES)


def _matches_tsv(terms: list[str], *, ranked: bool = False) -> sa.Select[Any]:
    asks = sa.func.to_tsquery(sa.text("'english'"), tsquery(terms))
    row = [_tsv.c.idea_id.label("id")]
    rank = [sa.func.ts_rank(_tsv.c.document, asks, type_=sa.Float()).label("rank")] if ranked else []
    match = _tsv.c.document.bool_op("@@")(asks)
    return sa.select(*row, *rank).where(match).order_by(_tsv.c.idea_id.desc()).limit(CANDIDATES)
