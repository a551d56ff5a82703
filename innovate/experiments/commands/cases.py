"""The words of a case, improved afterwards by those who ran the experiment."""

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.core.errors import BadInput
from innovate.core.journal import record
from innovate.core.markdown import render
from innovate.experiments.cases import LONGEST_TITLE
from innovate.experiments.models import Case, Experiment


def improve_case(actor: Person, case: Case, *, title: str, context: str) -> Case:
    """Put a case's title and context in better words; what stood there before is kept in the journal.

    Raises BadInput without words. What the experiment measured and what was decided stay as they are.
    """
    experiment = db.session.get_one(Experiment, case.experiment_id)
    permissions.improve_case.require(actor, experiment)
    title, context = title.strip(), context.strip()
    if not title or len(title) > LONGEST_TITLE:
        raise BadInput(f"Give it a title of at most {LONGEST_TITLE} characters.", "title")
    if not context:
        raise BadInput("Say why it was tried and where.", "context")
    if (case.title, case.context) == (title, context):
        return case
    about = {"idea_id": experiment.idea_id, "experiment_id": experiment.id, "case_id": case.id}
    record(events.CaseImproved(actor_id=actor.id, **about, title_before=case.title, context_before=case.context))
    case.title, case.context, case.context_html = title, context, render(context)
    return case
