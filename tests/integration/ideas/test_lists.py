"""Lists of ideas: every order and filter, paged to the end and back, at the same cost whatever their length."""

import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import sqlalchemy as sa

from innovate.core import transaction
from innovate.core.db import db
from innovate.core.errors import BadInput
from innovate.ideas.commands import save_draft
from innovate.ideas.models import Idea, Stage, StageKind
from innovate.ideas.queries import Narrowing, Sort, list_drafts, list_ideas
from innovate.ideas.queries.lists import IdeaRow
from innovate.voting.commands import cast_vote
from innovate.voting.models import Vote
from tests import factories
from tests.provisioning.statements import counted

pytestmark = pytest.mark.usefixtures("app")
ORDERS: dict[Sort, Callable[[Idea], tuple[float, int]]] = {
    Sort.TRENDING: lambda idea: (-idea.trend, -idea.id),
    Sort.TOP: lambda idea: (-idea.votes, -idea.id),
    Sort.NEW: lambda idea: (-idea.id, 0),
}


def titles(rows) -> list[str]:
    return [row.title for row in rows]


def walk(viewer, narrowing: Narrowing, size: int = 4) -> list[IdeaRow]:
    """Every row, page by page forwards; at each step, going back gives the page before again."""
    rows: list[IdeaRow] = []
    previous: Sequence[IdeaRow] = ()
    after = None
    while True:
        page = list_ideas(viewer, narrowing, after=after, size=size).page
        if previous:
            back = list_ideas(viewer, narrowing, before=page.previous, size=size).page
            assert back.items == previous
            assert back.next == after
        else:
            assert page.previous is None
        rows += page.items
        if page.next is None:
            return rows
        previous, after = page.items, page.next


@pytest.fixture
def company():
    """Forty ideas over areas, teams and stages, most of them tied at few votes; answers who looks at them."""
    chance = random.Random(4)
    stages = factories.stages()
    second_review = factories.save(Stage(kind=StageKind.REVIEW, name="Second review", position=9, promised_days=5))
    teams = [factories.team(), factories.team()]
    teams.append(factories.team(parent_id=teams[1].id))
    areas = [factories.area(), factories.area()]
    people = [factories.person(team_id=chance.choice(teams).id) for _ in range(5)]
    for _ in range(40):
        idea = factories.idea(author=chance.choice(people), area=chance.choice(areas))
        idea.votes = chance.choice([0, 0, 0, 1, 1, 2, 7])
        idea.trend = chance.choice([4.0, 5.5, chance.random()])
        idea.stage = chance.choice([*stages.values(), second_review])
        if chance.random() < 0.3:
            factories.save(Vote(idea_id=idea.id, person_id=people[0].id, at=idea.submitted_at))
    transaction.complete()
    return people[0]


def every(condition: Any) -> list[Idea]:
    return list(db.session.scalars(sa.select(Idea).join(Idea.stage).where(condition)))


@pytest.mark.parametrize("sort", Sort)
def test_each_order_is_paged_to_the_end_and_back_under_every_filter(company, sort):
    area, stage, team = every(sa.true())[0].area_id, every(sa.true())[1].stage_id, every(sa.true())[2].team_id
    parents = sa.text("ideas.team_id IN (SELECT id FROM teams WHERE id = :t OR parent_id = :t)").bindparams(t=team)
    voted = Idea.id.in_(sa.select(Vote.idea_id).where(Vote.person_id == company.id))
    expected: list[tuple[dict[str, Any], Any]] = [
        ({}, sa.true()),
        ({"kind": StageKind.OPEN}, Stage.kind == StageKind.OPEN),
        ({"kind": StageKind.REVIEW}, Stage.kind == StageKind.REVIEW),
        ({"stage_id": stage}, Idea.stage_id == stage),
        ({"area_id": area}, Idea.area_id == area),
        ({"area_id": area, "kind": StageKind.REVIEW}, sa.and_(Idea.area_id == area, Stage.kind == StageKind.REVIEW)),
        ({"team_id": team}, parents),
        ({"mine": True}, Idea.author_id == company.id),
        ({"voted": True}, voted),
        ({"voted": True, "area_id": area, "kind": StageKind.OPEN},
         sa.and_(voted, Idea.area_id == area, Stage.kind == StageKind.OPEN)),
    ]  # fmt: skip
    for choices, condition in expected:
        wanted = titles(sorted(every(condition), key=ORDERS[sort]))
        assert titles(walk(company, Narrowing(sort=sort, **choices))) == wanted, choices


def test_a_busy_area_is_walked_along_its_index_with_the_same_result(company, monkeypatch):
    monkeypatch.setattr("innovate.ideas.queries.lists.FEW", 0)
    area = every(sa.true())[0].area_id
    both = sa.and_(Idea.area_id == area, Stage.kind == StageKind.REVIEW)
    wanted = titles(sorted(every(both), key=ORDERS[Sort.TOP]))
    assert titles(walk(company, Narrowing(sort=Sort.TOP, area_id=area, kind=StageKind.REVIEW))) == wanted


def test_every_row_says_whether_i_voted_and_whether_i_may():
    viewer, author = factories.person(), factories.person()
    mine, closed, voted = factories.idea(author=viewer), factories.idea(), factories.idea(author=author)
    closed.stage = factories.stages()[StageKind.REVIEW]
    cast_vote(viewer, voted)
    rows = {row.id: row for row in list_ideas(viewer, Narrowing()).page.items}
    assert {id_: (row.voted, row.vote_state, row.votes) for id_, row in rows.items()} == {
        mine.id: (False, "own", 0),
        closed.id: (False, "closed", 0),
        voted.id: (True, "open", 1),
    }


@pytest.mark.parametrize("cursor", ["", "nonsense", "WzFd", "W10", "WyJhIiwxXQ", "%%%"])
def test_a_cursor_that_is_not_ours_is_refused_in_words(cursor):
    if not cursor:
        assert not list_ideas(factories.person(), Narrowing(), after=cursor).page.items
        return
    with pytest.raises(BadInput, match="Start again from the first page"):
        list_ideas(factories.person(), Narrowing(), after=cursor)


def test_the_counts_follow_a_move_at_once(company):
    facets = list_ideas(company, Narrowing()).facets
    before = facets.count(area_id=None, stage_ids=facets.stage_ids(StageKind.OPEN))
    factories.idea()
    transaction.complete()
    facets = list_ideas(company, Narrowing()).facets
    assert facets.count(area_id=None, stage_ids=facets.stage_ids(StageKind.OPEN)) == before + 1
    assert facets.count(area_id=None, stage_ids=None) == 41


def test_a_list_costs_one_statement_warm_and_one_more_for_the_counts(company):
    db.session.refresh(company)  # as the sign-in has just done
    with counted() as statements:
        list_ideas(company, Narrowing(sort=Sort.TOP), size=20)
    assert len(statements) <= 2
    for narrowing in (Narrowing(), Narrowing(kind=StageKind.REVIEW), Narrowing(voted=True, area_id=1)):
        with counted() as statements:
            page = list_ideas(company, narrowing, size=1).page
        with counted() as more:
            list_ideas(company, narrowing, size=20, after=page.next)
        assert len(statements) == len(more) == 1


def plan_of(narrowing: Narrowing, viewer) -> str:
    """How the database would find a page deep in that list."""
    seen: list[tuple[str, Any]] = []

    def note(_connection, _cursor, statement, parameters, *_rest):
        seen.append((statement, parameters))

    page = list_ideas(viewer, narrowing, size=5).page
    sa.event.listen(db.engine, "before_cursor_execute", note)
    list_ideas(viewer, narrowing, after=page.next, size=5)
    sa.event.remove(db.engine, "before_cursor_execute", note)
    statement, parameters = next(one for one in seen if "wanted" in one[0])
    explain = "EXPLAIN QUERY PLAN " if db.engine.dialect.name == "sqlite" else "EXPLAIN "
    if db.engine.dialect.name == "postgresql":
        _grow_the_table()
    rows = db.session.connection().exec_driver_sql(explain + statement, parameters)
    return "\n".join(str(row[-1]) for row in rows)


def _grow_the_table() -> None:
    """Let PostgreSQL see, until this transaction is undone, a table worth an index: most ideas are in review."""
    names = ", ".join(one.name for one in Idea.__table__.columns if one.name not in ("id", "form_key", "stage_id"))
    review = "(SELECT min(id) FROM stages WHERE kind = 'review')"
    many = f"SELECT {names}, {review} FROM ideas, generate_series(1, 500)"  # noqa: S608 - the columns' own names
    db.session.execute(sa.text(f"INSERT INTO ideas ({names}, stage_id) {many}"))
    db.session.execute(sa.text("ANALYZE ideas"))


@pytest.mark.parametrize(
    ("narrowing", "index"),
    [
        (Narrowing(), "ix_ideas_trending"),
        (Narrowing(sort=Sort.TOP), "ix_ideas_top"),
        (Narrowing(sort=Sort.TOP, kind=StageKind.OPEN), "ix_ideas_stage_top"),
        (Narrowing(sort=Sort.TRENDING, area_id=1), "ix_ideas_area_trending"),
        (Narrowing(sort=Sort.NEW, kind=StageKind.OPEN), "ix_ideas_stage_new"),
    ],
    ids=str,
)
def test_a_deep_page_is_found_along_an_index_and_never_by_a_scan(company, narrowing, index):
    plan = plan_of(narrowing, company)
    assert index in plan
    scans = [line for line in plan.splitlines() if line.startswith(("SCAN ideas", "SCAN votes"))]
    assert [line for line in scans if "USING" not in line] == []


def test_drafts_are_listed_for_their_author_alone():
    author = factories.person()
    words: dict[str, Any] = {"problem": "Queues", "proposal": "", "effect": "", "area_id": None}
    save_draft(author, None, title="Shorter queues", **words)
    save_draft(factories.person(), None, title="Not mine", **words)
    assert titles(list_drafts(author)) == ["Shorter queues"]


def test_a_listed_draft_shows_its_words_without_their_markup():
    author = factories.person()
    problem = "Chats **close**.\n\n- after two minutes"
    save_draft(author, None, title="Ask first", problem=problem, proposal="", effect="", area_id=None)
    assert [draft.problem for draft in list_drafts(author)] == ["Chats close. after two minutes"]
