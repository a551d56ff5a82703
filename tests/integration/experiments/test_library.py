"""The library of metrics: who keeps it, what it refuses, and who measured with what."""

from typing import Any

import pytest
import sqlalchemy as sa

from innovate import events
from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed
from innovate.core.journal import JournalEntry
from innovate.experiments import commands, queries
from innovate.experiments.library import USUAL
from innovate.experiments.models import Direction, LibraryMetric, MeasureRole, MetricKind
from innovate.experiments.subscribers import lay_out_metrics
from tests import factories
from tests.provisioning.visits import keep

FACTS: dict[str, Any] = {
    "name": "Handling time",
    "kind": MetricKind.MEAN,
    "unit": "min",
    "direction": Direction.DOWN,
    "definition": "From hello to the last note.",
    "baseline": 6.5,
    "spread": 4.0,
}


def kept(**fields):
    found = commands.save_metric(factories.leader(), None, **FACTS | fields)
    keep()
    return found


def test_a_fresh_installation_gets_the_usual_metrics_once(app):
    fact = events.FirstAdministratorCreated(actor_id=None, person_id=0)
    lay_out_metrics(fact, 0)
    lay_out_metrics(fact, 0)
    keep()
    assert len(queries.library()) == len(USUAL)
    assert {one.kind for one in queries.library()} == {"share", "mean", "rate"}


def test_leaders_and_administrators_keep_the_library_and_nobody_else(app):
    commands.save_metric(factories.admin(), None, **FACTS)
    for stranger in (factories.person(), factories.reviewer(), factories.hr()):
        with pytest.raises(NotAllowed):
            commands.save_metric(stranger, None, **FACTS | {"name": "Another"})


def test_a_saved_metric_is_in_the_journal(app):
    kept()
    names = list(db.session.scalars(sa.select(JournalEntry.name)))
    assert "MetricSaved" in names


@pytest.mark.parametrize(
    ("field", "fields", "words"),
    [
        ("name", {"name": " "}, "Name the metric"),
        ("name", {"name": "HANDLING TIME"}, "already"),
        ("baseline", {"name": "A", "kind": MetricKind.SHARE, "baseline": 70}, "between 0 and 100"),
        ("baseline", {"name": "A", "kind": MetricKind.RATE, "baseline": 0}, "above zero"),
        ("baseline", {"name": "A", "baseline": float("nan")}, "can be measured"),
        ("spread", {"name": "A", "spread": 0}, "above zero"),
        ("owner_id", {"name": "A", "owner_id": 999_999}, "who works here"),
    ],
)
def test_a_metric_that_cannot_be_says_so_at_the_field(app, field, fields, words):
    kept()
    with pytest.raises(BadInput, match=words) as refusal:
        commands.save_metric(factories.leader(), None, **FACTS | fields)
    assert refusal.value.field == field


def test_a_metric_may_keep_its_own_name(app):
    found = kept()
    commands.save_metric(factories.leader(), found, **FACTS | {"unit": "s"})
    assert found.unit == "s"


def test_only_a_mean_keeps_a_spread_and_a_share_keeps_no_unit(app):
    found = kept(kind=MetricKind.SHARE, baseline=0.5)
    assert (found.spread, found.unit) == (None, "")


def test_the_library_counts_the_experiments_that_used_a_metric(planned, app):
    metric = kept()
    planned(metric_id=metric.id)
    planned(measures=[factories.guardrail(metric_id=metric.id)])
    assert queries.library_metric(metric.id).used == 2
    assert {use.role for use in queries.uses(metric.id)} == {"Primary metric", MeasureRole.GUARDRAIL.label}


def test_the_pages_show_how_a_metric_is_counted_and_where_it_was_used(planned, as_user):
    metric = kept()
    found = planned(metric_id=metric.id)
    visitor = as_user(factories.person())
    page = visitor.get("/experiments/metrics").text
    assert "From hello to the last note." in page
    assert "Add a metric" not in page
    page = visitor.get(f"/experiments/metrics/{metric.id}").text
    assert found.idea.title in page
    assert f"/experiments/{found.id}" in page
    assert visitor.get("/experiments/metrics/999999").status_code == 404


TYPED = {
    "name": "Solved at once",
    "definition": "Solved on the first call, of all calls.",
    "kind": "share",
    "unit": "",
    "direction": "up",
    "source": "Telephone",
    "baseline": "71,5",
    "spread": "",
    "owner_id": "",
    "is_active": "y",
}


def test_a_leader_adds_a_metric_and_takes_it_out_of_use(app, as_user):
    visitor = as_user(factories.leader())
    answer = visitor.post("/experiments/metrics/new", data=TYPED)
    assert answer.status_code == 303
    found = db.session.scalars(sa.select(LibraryMetric)).one()
    assert found.baseline == pytest.approx(0.715)
    assert 'value="71.5"' in visitor.get(f"/experiments/metrics/{found.id}/edit").text
    visitor.post(
        f"/experiments/metrics/{found.id}/edit",
        data={name: words for name, words in TYPED.items() if name != "is_active"},
    )
    db.session.expire_all()
    assert not found.is_active
    assert "no longer offered" in visitor.get("/experiments/metrics").text


def test_bad_input_stands_at_its_field_with_what_was_typed(app, as_user):
    answer = as_user(factories.leader()).post(
        "/experiments/metrics/new", data=TYPED | {"baseline": "170", "source": "The red book"}
    )
    assert answer.status_code == 422
    assert "between 0 and 100 percent" in answer.text
    assert "The red book" in answer.text


def test_a_metric_that_somebody_else_changed_meanwhile_shows_both(app, as_user):
    found = kept()
    first = as_user(factories.leader())
    page = first.get(f"/experiments/metrics/{found.id}/edit").text
    seen = page.split('name="seen"')[1].split('value="')[1].split('"')[0]
    commands.save_metric(factories.leader(), found, **FACTS | {"source": "The new telephone system"})
    keep()
    answer = first.post(f"/experiments/metrics/{found.id}/edit", data=TYPED | {"seen": seen})
    assert answer.status_code == 409
    assert "The new telephone system" in answer.text
