"""Searching: of ideas and cases the newest thousand that hold all the words, best first; of people those so named."""

from functools import cache
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.db import is_sqlite, rows
from innovate.experiments.models import Case
from innovate.ideas.models import Idea
from innovate.ideas.queries import IdeaRows, rows_along, rows_of
from innovate.search.words import MOST_WORDS, asked, fts5, tsquery

CANDIDATES = 1_000
_fts = sa.table("idea_search", sa.column("rowid", sa.Integer), sa.column("title"), sa.column("body"))
_tsv = sa.table("idea_search", sa.column("idea_id", sa.BigInteger), sa.column("document"))
_cases_fts = sa.table("case_search", sa.column("rowid", sa.Integer), sa.column("title"), sa.column("body"))
_cases_tsv = sa.table("case_search", sa.column("case_id", sa.Integer), sa.column("document"))


def find_ideas(viewer: Person, text: str, most: int) -> IdeaRows:
    """The ideas that hold all the words of that text, the best match first; nothing for no words."""
    terms = asked(text)
    if not terms:
        return IdeaRows((), None)
    on_sqlite = is_sqlite()
    words = fts5(terms) if on_sqlite else tsquery(terms)
    return rows_of(viewer, _best(on_sqlite, CANDIDATES, most), {"words": words})


@cache
def _best(on_sqlite: bool, among: int, most: int) -> sa.Select[*tuple[Any, ...]]:
    """The statement that finds the best; made once, with the words left open."""
    matches = (_matches_fts5 if on_sqlite else _matches_tsv)(
        sa.bindparam("words", type_=sa.String), among, ranked=True
    ).subquery()
    better = matches.c.rank.desc()
    best = sa.select(matches.c.id, matches.c.rank).order_by(better, matches.c.id.desc()).limit(most).subquery()
    return rows_along(best, (best.c.rank.desc(), Idea.votes.desc(), Idea.id.desc()))


def find_people(text: str, most: int) -> tuple[Face, ...]:
    """Active people whose names hold all the words of that text, by name; nothing for no words."""
    parts = text.split()[:MOST_WORDS]
    if not parts:
        return ()
    holds = (Person.name.icontains(part, autoescape=True) for part in parts)
    query = sa.select(Person.id, Person.name).where(Person.deactivated_at.is_(None), *holds)
    return tuple(Face(*row) for row in rows(query.order_by(Person.name).limit(most)))


def candidates(text: str) -> sa.Select[Any]:
    """The ids of the ideas that hold all the words of that text, to narrow a list by."""
    terms = asked(text)
    if not terms:
        return sa.select(Idea.id).where(sa.false())
    on_sqlite = is_sqlite()
    words = sa.bindparam("words", fts5(terms) if on_sqlite else tsquery(terms), type_=sa.String)
    matches = (_matches_fts5 if on_sqlite else _matches_tsv)(words, CANDIDATES).subquery()
    return sa.select(matches.c.id)


def case_candidates(text: str) -> sa.Select[*tuple[Any, ...]]:
    """The ids of the cases that hold all the words of that text, each with how well it fits as `rank`."""
    terms = asked(text)
    if not terms:
        return sa.select(Case.id, sa.literal(0.0).label("rank")).where(sa.false())
    if is_sqlite():
        rank = -sa.func.bm25(sa.text("case_search"), 10.0, 1.0, type_=sa.Float())
        of_words = sa.text("case_search MATCH :words").bindparams(words=fts5(terms))
        return _newest(_cases_fts.c.rowid, rank).where(of_words)
    asks = sa.func.to_tsquery(sa.text("'english'"), tsquery(terms))
    document = _cases_tsv.c.document
    fit = sa.func.ts_rank(document, asks, type_=sa.Float())
    return _newest(_cases_tsv.c.case_id, fit).where(document.bool_op("@@")(asks))


def _newest(id_: sa.ColumnElement[Any], rank: sa.ColumnElement[Any]) -> sa.Select[*tuple[Any, ...]]:
    return sa.select(id_.label("id"), rank.label("rank")).order_by(id_.desc()).limit(CANDIDATES)


def _matches_fts5(words: sa.BindParameter[str], most: int, *, ranked: bool = False) -> sa.Select[Any]:
    row = [_fts.c.rowid.label("id")]
    rank = [(-sa.func.bm25(sa.text("idea_search"), 10.0, 1.0, type_=sa.Float())).label("rank")] if ranked else []
    match = sa.text("idea_search MATCH :words").bindparams(words)
    return sa.select(*row, *rank).where(match).order_by(_fts.c.rowid.desc()).limit(most)


def _matches_tsv(words: sa.BindParameter[str], most: int, *, ranked: bool = False) -> sa.Select[Any]:
    asks = sa.func.to_tsquery(sa.text("'english'"), words)
    row = [_tsv.c.idea_id.label("id")]
    rank = [sa.func.ts_rank(_tsv.c.document, asks, type_=sa.Float()).label("rank")] if ranked else []
    match = _tsv.c.document.bool_op("@@")(asks)
    return sa.select(*row, *rank).where(match).order_by(_tsv.c.idea_id.desc()).limit(most)
